import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixCommandFor, fixCommandsFor } from './fix-command.ts';

const id = '/subscriptions/1/resourceGroups/web/providers/Microsoft.Storage/storageAccounts/shop';

describe('a command that fixes a resource', () => {
  it.each([
    ['az storage account update --ids {id} --https-only true', id, `az storage account update --ids ${id} --https-only true`],
    ['az x -g {resourceGroup} -n {name} --subscription {subscription}', id, 'az x -g web -n shop --subscription 1'],
    ['az x -n {name}', '/a/b c', "az x -n 'b c'"],
    ['az rest --url "https://h{id}?x=1"', '/a/$(reboot)', 'az rest --url "https://h"\'/a/$(reboot)\'"?x=1"'],
    ["az x --query '[{name}]'", "/a/it's", "az x --query '[''it'\\''s'']'"],
  ])('%s', (template, resource, expected) => {
    expect(fixCommandFor(template, resource)).toBe(expected);
  });

  it.each([
    [undefined, id],
    ['az x -g {resourceGroup}', '/subscriptions/1'],
    ['az x {id}', '/a/b\nreboot'],
  ])('is not written: %s', (template, resource) => {
    expect(fixCommandFor(template, resource)).toBeUndefined();
  });

  it('hands any name to the program as it is', () => {
    const name = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => !/[\p{Cc}/]/u.test(text));
    fc.assert(
      fc.property(name, (text) => {
        const command = fixCommandFor('printf %s {name} "{name}"', `/a/${text}`) ?? '';
        expect(execFileSync('sh', ['-c', command], { encoding: 'utf8' })).toBe(text + text);
      }),
      { numRuns: 30 },
    );
  });

  it('is written once for what is fixed once', () => {
    expect(fixCommandsFor('az x --subscription {subscription}', [id, `${id}2`, '/none'])).toEqual(['az x --subscription 1']);
  });
});
