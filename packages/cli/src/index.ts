export { type ExitCode, exitCodes } from './exit-code.ts';
export { run } from './program.ts';
export { type Output, outputOf, processTerminal, type Terminal } from './terminal.ts';
