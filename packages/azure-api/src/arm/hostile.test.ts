import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonOf, production, testAzure } from '../azure-api.fixture.ts';
import { checkFields, meets, termsOf } from './filter.ts';
import { segmentsOf } from './path.ts';

const azure = await testAzure();
const scores = `/subscriptions/${production}/providers/Microsoft.Security/secureScores`;

describe('paths that mean the same', () => {
  test.each([
    scores,
    scores.toUpperCase(),
    `/${scores.replaceAll('/', '//')}`,
    `/subscriptions%2F${production}/providers/Microsoft.Security/secureScores`,
    `${scores}/`,
    `${scores}?%24filter=&API-version=2099-01-01-preview`,
  ])('%s', async (path) => {
    expect((await azure.arm(path)).status).toBe(200);
  });
});

describe('paths that mean nothing', () => {
  test.each([
    ['a slash encoded twice', `/subscriptions%252F${production}/providers/Microsoft.Security/secureScores`, 400],
    ['a way up, encoded', `/subscriptions/${production}/providers%2F..%2F..%2Fx`, 400],
    ['a way up, encoded twice', `/subscriptions/%252e%252e/x`, 400],
    ['a broken encoding', '/subscriptions/%ff', 400],
    ['NUL', '/subscriptions/%00', 400],
    ['a backslash', '/subscriptions/a%5Cb', 400],
    ['ten kilobytes', `/subscriptions/${'x'.repeat(10_000)}`, 414],
    ['two hundred segments', `/subscriptions${'/a'.repeat(200)}`, 400],
    ['an unknown subscription', '/subscriptions/nobody/resources', 404],
    ['an unknown type', `/subscriptions/${production}/providers/Contoso.Things/boxes`, 404],
    ['an unknown resource', `/subscriptions/${production}/resourceGroups/web/providers/Microsoft.Compute/virtualMachines/none`, 404],
    ['an unknown authority', '/adfs/oauth2/logout', 404],
  ])('%s', async (_what, path, status) => {
    const answer = await azure.arm(path);
    expect([answer.status, await jsonOf(answer)]).toEqual([status, { error: { code: expect.any(String), message: expect.any(String) } }]);
  });

  test('any path gets an answer, and never a fault of ours', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.string({ maxLength: 12 }),
            fc.constantFrom(
              'subscriptions',
              production,
              'providers',
              'Microsoft.Security',
              'assessments',
              '..',
              '%2e',
              'secureScores',
              'tasks',
              'W10',
            ),
          ),
          { maxLength: 9 },
        ),
        async (parts) => {
          const path = `/subscriptions/${parts.map(encodeURIComponent).join('/')}`;
          expect((await azure.arm(path)).status).toBeLessThan(500);
        },
      ),
      { numRuns: 150 },
    ));
});

describe('queries that mean nothing', () => {
  test.each([
    ['api-version=banana', 'InvalidApiVersionParameter'],
    ['$top=0', 'InvalidQueryParameterValue'],
    ['$top=-1', 'InvalidQueryParameterValue'],
    ['$top=many', 'InvalidQueryParameterValue'],
    ['$skiptoken=broken', 'BadRequest'],
    ['$skiptoken=own.broken', 'BadRequest'],
  ])('%s', async (query, code) => {
    const answer = await azure.arm(`/subscriptions/${production}/providers/Microsoft.Security/assessments?${query}`);
    const { error } = await jsonOf(answer);
    expect([answer.status, error.code]).toEqual([400, code]);
    // The words of our own API mean nothing to who asks here.
    expect(error.message).not.toMatch(/"after"|"next"/);
  });
});

test('a host that is none gets no link to it', async () => {
  const answer = await azure.ask('/metadata/endpoints', { headers: { host: 'evil.example/x?' } });
  expect(answer.status).toBe(400);
});

test('pages come to an end, however small', async () => {
  const seen = new Set<string>();
  for (const { id } of await azure.all(`/subscriptions/${production}/resources?$top=3`)) {
    expect(seen.has(id)).toBe(false);
    seen.add(id);
  }
  expect(seen.size).toBeGreaterThan(100);
});

describe('segments', () => {
  test('what comes out is what stood there, decoded once', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc
            .string({ unit: 'grapheme', minLength: 1, maxLength: 10 })
            .filter((text) => !/[/%\\\p{Cc}\p{Surrogate}]/u.test(text) && !/^\.{1,2}$/.test(text)),
          { maxLength: 6 },
        ),
        (parts) => {
          expect(segmentsOf(`/${parts.map(encodeURIComponent).join('//')}`)).toEqual(parts);
        },
      ),
    ));
});

describe('filters', () => {
  test('a value is found again, whatever stands in it', () =>
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), fc.string({ maxLength: 10 }), (value, other) => {
        const [first, second] = termsOf(`name eq '${value.replaceAll("'", "''")}' AND tagname ne '${other.replaceAll("'", "''")}'`);
        expect([first, second]).toEqual([
          { field: 'name', operator: 'eq', value },
          { field: 'tagname', operator: 'ne', value: other },
        ]);
        if (first !== undefined) expect(meets(value.toUpperCase(), { ...first, value: value.toUpperCase() })).toBe(true);
      }),
    ));
  test.each(["name eq 'a' or name eq 'b'", 'name eq', "name like 'x'", "'", `name eq '${'x'.repeat(5_000)}'`])(
    '%j is refused',
    (filter) => {
      expect(() => termsOf(filter)).toThrow(/filter/);
    },
  );
  test('a field that there is not is named', () => {
    expect(() => checkFields(termsOf("colour eq 'red'"), ['name'])).toThrow(/colour/);
  });
});
