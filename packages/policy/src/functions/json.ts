import type { Outcome } from '../expression/environment.ts';
import type { JsonValue } from '../json.ts';
import { expected, fail } from './arguments.ts';
import type { StrictFunction } from './function.ts';

/** The value of a JSON text, or a failure that quotes the parser. */
export function valueOfJson(name: string, text: string): Outcome {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    return fail(name, `the text is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export const json: StrictFunction = {
  kind: 'strict',
  name: 'json',
  arguments: [1, 1],
  apply: ([text]) => (typeof text === 'string' ? valueOfJson('json', text) : expected('json', 1, 'a text', text)),
};
