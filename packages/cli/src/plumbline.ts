#!/usr/bin/env node
import { exitCodes } from './exit-code.ts';
import { run } from './program.ts';
import { processTerminal } from './terminal.ts';

const interruption = new AbortController();
/** 128 + the number of the signal, as shells count. */
let interruptedBy: number | undefined;
// A second Ctrl-C ends the process at once, whatever it waits for. The others come from CI, containers and closed windows, and must leave
// nothing behind either.
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  process.once(signal, () => {
    interruptedBy ??= code;
    interruption.abort();
    process.once(signal, () => {
      // What listens to the end takes away what is half written. The signal ends even what waits for a disk or a pipe.
      process.emit('exit', code);
      process.kill(process.pid, signal);
    });
  });
}
const exit = await run(process.argv.slice(2), processTerminal(interruption.signal));
process.exitCode = exit === exitCodes.interrupted ? (interruptedBy ?? exit) : exit;
