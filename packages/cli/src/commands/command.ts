import { Command } from 'commander';
import type { ExitCode } from '../exit-code.ts';
import type { Terminal } from '../terminal.ts';

/** What a command gets to work with. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** Tells what the program ends with. */
  readonly exit: (code: ExitCode) => void;
  /** Keeps what commander prints (help, usage errors) until it can be written in order. */
  readonly printed: { out: string; err: string };
}

/**
 * A command that throws instead of ending the process, and writes nowhere by itself.
 * @param words what follows the program's name, such as `token create`.
 */
export function newCommand(words: string, { printed, terminal }: CommandContext): Command {
  const columns = terminal.stdout.columns ?? 80;
  return new Command(words.split(' ').at(-1))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        printed.out += text;
      },
      writeErr: (text) => {
        printed.err += text;
      },
      outputError: (text, write) => write(text.replace(/^error: /, 'plumbline: ')),
      getOutHelpWidth: () => columns,
      getErrHelpWidth: () => columns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .helpOption('-h, --help', 'Show this help')
    .showHelpAfterError(`See plumbline ${words === 'plumbline' ? '' : `${words} `}--help.`);
}
