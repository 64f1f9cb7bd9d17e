import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostileName, secureTransfer, storageId } from './estate.fixture.ts';
import { fixCommandFor, quoted } from './fix-command.ts';

const { fix } = secureTransfer;

test.each([
  ['an id', 'az x --ids {id}', storageId('logs'), `az x --ids ${storageId('logs')}`],
  [
    'its parts',
    'az x -g {resourceGroup} -n {name} --subscription {subscription}',
    storageId('logs'),
    'az x -g data -n logs --subscription 6f1c2d34-58a0-4b7e-9c11-0d2e3f405162',
  ],
  ['quotes of the template', 'az x --ids "{id}"', storageId('logs'), `az x --ids ${storageId('logs')}`],
  ['a name that would run', 'az x -n {name}', storageId('$(id)'), "az x -n '$(id)'"],
  ['a name with a quote', 'az x -n {name}', storageId("a'b"), "az x -n 'a'\\''b'"],
  ['a name like an option', 'az x -n {name}', storageId('--all'), "az x -n '--all'"],
  ['a part that the id lacks', 'az x -g {resourceGroup}', '/subscriptions/1', undefined],
  ['control characters', 'az x -n {name}', storageId(hostileName), undefined],
  ['other braces', "az x --query '{a:b}'", storageId('logs'), "az x --query '{a:b}'"],
] as const)('%s', (_name, command, id, expected) => {
  expect(fixCommandFor({ ...fix, command }, id)).toBe(expected);
});

test('a shell gives back every quoted word unchanged', () => {
  const unit = fc.constantFrom(...'a$`"\'\\ !*?(){}[]<>|&;~#%=-'.split(''), '\t', '\n', '東');
  const words = fc.sample(fc.string({ unit, maxLength: 20 }), 60);
  const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${words.map(quoted).join(' ')}`], { encoding: 'utf8' });
  expect(printed.split('\0').slice(0, -1)).toEqual(words);
});
