/** As much of vitest as the tests of the mutated packages use, in one process: tests are gathered, and run when they are asked for. */
import { chai, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);
export const expect = chai.expect;

/** Every test, in the order in which it was gathered. */
export const tests = [];
const path = [];

export function describe(name, body) {
  path.push(name);
  body();
  path.pop();
}

export const test = (name, body) => {
  tests.push({ id: tests.length, name: [...path, name].join(' > '), body });
};

export const it = (name, body) => test(name, body);

export function beforeAll() {
  throw new Error('beforeAll is not there: what it prepares would not be mutated');
}

const rows = (table, body) => table.map((row) => () => (Array.isArray(row) ? body(...row) : body(row)));
it.each = (table) => (name, body) => {
  for (const [at, run] of rows(table, body).entries()) it(`${name} [${at}]`, run);
};
test.each = it.each;
describe.each = (table) => (name, body) => {
  for (const [at, run] of rows(table, body).entries()) describe(`${name} [${at}]`, run);
};
it.runIf = (condition) => (condition ? it : () => undefined);
test.runIf = it.runIf;
describe.runIf = (condition) => (condition ? describe : () => undefined);
