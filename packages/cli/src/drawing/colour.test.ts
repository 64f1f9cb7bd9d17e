import { expect, test } from 'vitest';
import { paletteFor } from './colour.ts';

const output = (isTTY: boolean) => ({ isTTY, columns: 80, write: async () => true });

test.each([
  ['a terminal', true, {}, true],
  ['a pipe', false, {}, false],
  ['NO_COLOR', true, { NO_COLOR: '1' }, false],
  ['an empty NO_COLOR says nothing', true, { NO_COLOR: '' }, true],
  ['FORCE_COLOR in a pipe', false, { FORCE_COLOR: '1' }, true],
  ['FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, false],
  ['FORCE_COLOR over NO_COLOR, as in Node', true, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ['a dumb terminal', true, { TERM: 'dumb' }, false],
] as const)('%s', (_name, isTTY, env, coloured) => {
  expect(paletteFor(output(isTTY), env).bold('x') === 'x').toBe(!coloured);
});
