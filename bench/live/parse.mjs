import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** What bare JSON.parse of every line takes on one thread, in milliseconds and in those of the processor; finding the lines does not count. */
export async function bareParse(file) {
  let ms = 0;
  let processorMs = 0;
  let lines = [];
  const parse = () => {
    const begun = performance.now();
    const before = process.cpuUsage();
    for (const line of lines) JSON.parse(line);
    ms += performance.now() - begun;
    const { user, system } = process.cpuUsage(before);
    processorMs += (user + system) / 1000;
    lines = [];
  };
  for await (const line of createInterface({ input: createReadStream(file) })) if (lines.push(line) === 10_000) parse();
  parse();
  return { ms, processorMs };
}
