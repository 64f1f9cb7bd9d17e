#!/usr/bin/env node
import { run } from './program.ts';
import { processTerminal } from './terminal.ts';

const interruption = new AbortController();
// Once: a second Ctrl-C ends the process at once, whatever it is doing.
process.once('SIGINT', () => interruption.abort());
process.exitCode = await run(process.argv.slice(2), processTerminal(interruption.signal));
