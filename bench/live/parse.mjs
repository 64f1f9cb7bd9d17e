import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** Milliseconds that bare JSON.parse of every line takes on one thread; finding the lines does not count. */
export async function bareParseMs(file) {
  let total = 0;
  let lines = [];
  const parse = () => {
    const begun = performance.now();
    for (const line of lines) JSON.parse(line);
    total += performance.now() - begun;
    lines = [];
  };
  for await (const line of createInterface({ input: createReadStream(file) })) if (lines.push(line) === 10_000) parse();
  parse();
  return total;
}
