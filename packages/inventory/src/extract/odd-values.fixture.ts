/** Texts that are JSON, and texts that nearly are. */
export const oddValues: readonly string[] = [
  '0',
  '-0',
  '01',
  '-',
  '1.',
  '.5',
  '1e5',
  '1e',
  '1E+9999',
  '-1.5e-3',
  '+1',
  'NaN',
  'true',
  'tru',
  'truex',
  'null',
  'nul',
  'false',
  '"a"',
  '"a',
  '"\\u00e9\\n"',
  '"\\u00g9"',
  '"\\x"',
  '"\\',
  '"\u0001"',
  '"tab\there"',
  '"\u2028é😀"',
  '[]',
  '[,]',
  '[1,]',
  '[1 2]',
  '[1,2',
  '{}',
  '{"a":1}',
  '{"a":1,}',
  '{"a"}',
  '{"a":}',
  '{a:1}',
  '{"a":1 "b":2}',
  '{"a" : [ { } , { "b" : [ ] } ] }',
  '[}',
  '{]',
  '{"a":[1}',
  '[[[[1]]]]',
  '{"\\u0061":1,"a":2}',
  '\u00a01',
  '[1\u00a0]',
];

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
