import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fixCommandFor, quoted } from './fix-command.ts';

const storageId = (name: string) =>
  `/subscriptions/6f1c2d34-58a0-4b7e-9c11-0d2e3f405162/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/${name}`;

test.each([
  ['an id', 'az x --ids {id}', storageId('logs'), `az x --ids ${storageId('logs')}`],
  [
    'its parts',
    'az x -g {resourceGroup} -n {name} --subscription {subscription}',
    storageId('logs'),
    'az x -g data -n logs --subscription 6f1c2d34-58a0-4b7e-9c11-0d2e3f405162',
  ],
  ['double quotes of the template', 'az x --ids "{id}"', storageId('logs'), `az x --ids "${storageId('logs')}"`],
  ['a name that would run between double quotes', 'az x "a{name}b"', storageId('$(id)'), `az x "a"'$(id)'"b"`],
  ['a name that would run between single quotes', 'az x \'{"n":"{name}"}\'', storageId('$(id)'), `az x '{"n":"''$(id)''"}'`],
  ['a name that would run', 'az x -n {name}', storageId('$(id)'), "az x -n '$(id)'"],
  ['a name with a quote', 'az x -n {name}', storageId("a'b"), "az x -n 'a'\\''b'"],
  ['a name like an option', 'az x -n {name}', storageId('--all'), "az x -n '--all'"],
  ['a part that the id lacks', 'az x -g {resourceGroup}', '/subscriptions/1', undefined],
  ['control characters', 'az x -n {name}', storageId('a\u001B[31m\nreboot'), undefined],
  ['no command', undefined, storageId('logs'), undefined],
  ['other braces', "az x --query '{a:b}'", storageId('logs'), "az x --query '{a:b}'"],
] as const)('%s', (_name, command, id, expected) => {
  expect(fixCommandFor(command, id)).toBe(expected);
});

const unit = fc.constantFrom(...'a$`"\'\\ !*?(){}[]<>|&;~#%=-'.split(''), '東');
const words = fc.sample(fc.string({ unit, minLength: 1, maxLength: 20 }), 40);

test('a shell gives back every quoted word unchanged', () => {
  expect(printedBy(`printf '%s\\0' ${words.map(quoted).join(' ')}`)).toEqual(words);
});

test.each([
  ['bare', '{name}', ''],
  ['between double quotes', '"<{name}>"', '<>'],
  ['between single quotes', "'<{name}>'", '<>'],
  ['after an escaped quote', '"<\\"{name}>"', '<">'],
  ['after a closed quote', `"<"'"'{name}">"`, '<">'],
] as const)('a shell gives back every name unchanged: %s', (_where, place, around) => {
  const commands = words.map((name) => fixCommandFor(`printf '%s\\0' ${place}`, storageId(name)));
  expect(printedBy(commands.join('\n'))).toEqual(words.map((name) => around.replace(/>$|^$/, (end) => name + end)));
});

function printedBy(script: string): string[] {
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}
