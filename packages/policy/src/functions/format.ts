import type { Outcome } from '../expression/environment.ts';
import type { JsonValue } from '../json.ts';
import { displayText, expected, fail, jsonText, maximumTextLength, tooLong } from './arguments.ts';
import { many, type StrictFunction } from './function.ts';
import { formatNumber } from './number-format.ts';

const placeholder = /\{(\d{1,6})\s*(?:,\s*(-?\d{1,7})\s*)?(?::((?:[^{}]|\{\{|\}\})*))?\}/y;

/** .NET's composite format in the invariant culture: `{index[,width][:format]}`, braces doubled for themselves. */
export const format: StrictFunction = {
  kind: 'strict',
  name: 'format',
  arguments: [1, many],
  apply: ([pattern, ...values]) => {
    if (typeof pattern !== 'string') return expected('format', 1, 'a text', pattern);
    let text = '';
    for (let at = 0; at < pattern.length; ) {
      const brace = nextBrace(pattern, at);
      text += pattern.slice(at, brace);
      if (text.length > maximumTextLength) return tooLong('format');
      if (brace === pattern.length) break;
      if (pattern.charAt(brace) === pattern.charAt(brace + 1)) {
        text += pattern.charAt(brace);
        at = brace + 2;
        continue;
      }
      placeholder.lastIndex = brace;
      const found = placeholder.exec(pattern);
      if (found === null) return fail('format', `the brace at character ${brace} belongs to no placeholder such as {0} or {1:N2}`);
      const part = partOf(found, values);
      if (typeof part !== 'string') return part;
      text += part;
      at = placeholder.lastIndex;
    }
    return text.length > maximumTextLength ? tooLong('format') : text;
  },
};

function nextBrace(text: string, from: number): number {
  const [open, close] = [text.indexOf('{', from), text.indexOf('}', from)];
  if (open < 0 || close < 0) return Math.max(open, close) < 0 ? text.length : Math.max(open, close);
  return Math.min(open, close);
}

function partOf([, index = '', width = '0', specifier = '']: RegExpExecArray, values: readonly JsonValue[]): Outcome {
  const value = values[Number(index)];
  if (value === undefined) return fail('format', `the placeholder {${index}} has no argument: there are ${values.length}`);
  const plain = typeof value === 'number' && specifier !== '' ? formatNumber(value, specifier) : (displayText(value) ?? jsonText(value));
  if (plain === undefined) return fail('format', `${JSON.stringify(specifier)} is no format for argument ${index}`);
  const size = Math.abs(Number(width));
  if (size > maximumTextLength) return tooLong('format');
  return width.startsWith('-') ? plain.padEnd(size) : plain.padStart(size);
}
