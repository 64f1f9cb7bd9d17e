import { describe, expect, it } from 'vitest';
import { failureOf } from './failure.ts';

describe('a failure', () => {
  it.each([
    [401, '{"title":"No token","detail":"Send one.","hint":"plumbline token"}', 'not-authenticated', 'Send one.', 'plumbline token'],
    [403, '{"title":"Not allowed"}', 'not-permitted', 'Not allowed', undefined],
    [502, '<html>Bad gateway</html>', 'broken', 'HTTP 502', undefined],
    [400, '[]', 'refused', 'HTTP 400', undefined],
    [410, 'null', 'forgotten', 'HTTP 410', undefined],
  ])('of %d with %s', (status, body, kind, message, hint) => {
    const failure = failureOf(status, body);
    expect([failure.kind, failure.message, failure.hint]).toEqual([kind, message, hint]);
  });
});
