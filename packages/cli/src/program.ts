import { readFileSync } from 'node:fs';
import { type Command, CommanderError } from 'commander';
import { type CommandContext, newCommand } from './commands/command.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { failureOf } from './problems.ts';
import type { Terminal } from './terminal.ts';

interface CommandEntry {
  readonly name: string;
  readonly usage: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** @param args everything that follows the program's name. */
  load(context: CommandContext, args: readonly string[]): Promise<Command>;
}

/** In the order of the help. Only the command that is asked for is loaded. */
const commands: readonly CommandEntry[] = [
  {
    name: 'scan',
    usage: '[options] <inputs...>',
    summary: 'Score an estate from what was exported from Azure',
    load: async (context) => (await import('./commands/scan.ts')).scanCommand(context),
  },
  {
    name: 'collect',
    usage: '[options] --out <folder>',
    summary: 'Export an estate from Azure for a scan',
    load: async (context) => (await import('./commands/collect.ts')).collectCommand(context),
  },
  {
    name: 'show',
    usage: '[options] <recommendation> [inputs...]',
    summary: 'Tell all about one recommendation and its resources',
    load: async (context) => (await import('./commands/show.ts')).showCommand(context),
  },
  {
    name: 'plan',
    usage: '[options] <inputs...>',
    summary: 'Find the cheapest way to a score',
    load: async (context) => (await import('./commands/plan.ts')).planCommand(context),
  },
  {
    name: 'whatif',
    usage: '[options] <inputs...>',
    summary: 'Score an estate as it would be after changes',
    load: async (context) => (await import('./commands/whatif.ts')).whatIfCommand(context),
  },
  {
    name: 'diff',
    usage: '[options] <before> <after>',
    summary: 'Explain why a score changed',
    load: async (context) => (await import('./commands/diff.ts')).diffCommand(context),
  },
  {
    name: 'explain',
    usage: '[options] <inputs...>',
    summary: 'Tell how one verdict came about and what it costs',
    load: async (context) => (await import('./commands/explain.ts')).explainCommand(context),
  },
  {
    name: 'query',
    usage: '[options] -q <query> <inputs...>',
    summary: 'Ask an estate a question in the language of Resource Graph',
    load: async (context) => (await import('./commands/query.ts')).queryCommand(context),
  },
  {
    name: 'serve',
    usage: '[options] [inputs...]',
    summary: 'Keep an estate and its score, and serve dashboard and API',
    load: async (context) => (await import('./commands/serve.ts')).serveCommand(context),
  },
  {
    name: 'token',
    usage: '<create|list|revoke>',
    summary: 'Create, list and revoke tokens of the server',
    load: async (context) => (await import('./commands/token.ts')).tokenCommand(context),
  },
  {
    name: 'certificate',
    usage: '[options]',
    summary: 'Make a certificate for the server, and an authority for it',
    load: async (context) => (await import('./commands/certificate.ts')).certificateCommand(context),
  },
  {
    name: 'azure-cli',
    usage: '[options]',
    summary: 'Print the commands after which az talks to the server',
    load: async (context) => (await import('./commands/azure-cli.ts')).azureCliCommand(context),
  },
  {
    name: 'backup',
    usage: '[options] <file>',
    summary: 'Copy the data of the server into one file',
    load: async (context) => (await import('./commands/backup.ts')).backupCommand(context),
  },
  {
    name: 'restore',
    usage: '[options] <file>',
    summary: 'Put a backup into a new folder of data',
    load: async (context) => (await import('./commands/restore.ts')).restoreCommand(context),
  },
  {
    name: 'migrate',
    usage: '[options]',
    summary: 'Bring the data of the server to the newest version',
    load: async (context) => (await import('./commands/migrate.ts')).migrateCommand(context),
  },
  {
    name: 'doctor',
    usage: '[options]',
    summary: 'Look the data of the server over, and recount everything',
    load: async (context) => (await import('./commands/doctor.ts')).doctorCommand(context),
  },
  {
    name: 'recommendations',
    usage: '[options]',
    summary: 'List what is checked, with points',
    load: async (context) => (await import('./commands/recommendations.ts')).recommendationsCommand(context),
  },
  {
    name: 'policy',
    usage: '<check|evaluate|explain|test>',
    summary: 'Check, evaluate, explain and test Azure Policy definitions',
    load: async (context, args) => (await import('./commands/policy.ts')).policyCommand(context, args),
  },
];

/**
 * Runs the program.
 * @param args what follows the program's name.
 * @returns the exit code; nothing is thrown and the process is not ended.
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.scored;
  const context: CommandContext = {
    terminal,
    printed: { out: '', err: '' },
    exit: (code) => {
      exitCode = code;
    },
  };
  try {
    const program = await programFor(args, context);
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    exitCode = await report(error, context);
  }
  return exitCode;
}

async function programFor(args: readonly string[], context: CommandContext): Promise<Command> {
  const program = newCommand('plumbline', context)
    .description('A secure score for cloud estates: exact, explainable, offline.')
    .version(args.includes('-v') || args.includes('--version') ? version() : '', '-v, --version', 'Show the version')
    .helpCommand('help [command]', 'Show help for a command')
    .addHelpText('after', '\nExample: plumbline scan export/\nplumbline <command> --help tells more about a command.');
  const wanted = new Set(args.slice(0, 2));
  for (const entry of commands) {
    if (wanted.has(entry.name)) program.addCommand((await entry.load(context, args)).summary(entry.summary));
    else program.addCommand(newCommand(entry.name, context).summary(entry.summary).usage(entry.usage));
  }
  return program;
}

async function report(error: unknown, { terminal, printed }: CommandContext): Promise<ExitCode> {
  if (error instanceof CommanderError) {
    const isAnswer = error.exitCode === 0;
    if (printed.out !== '') await terminal.stdout.write(printed.out);
    if (printed.err !== '') await terminal.stderr.write(printed.err);
    return isAnswer ? exitCodes.scored : exitCodes.nothingScored;
  }
  const failure = failureOf(error);
  await terminal.stderr.write(failure.text);
  return failure.exitCode;
}

/** Of the package that this file is shipped in. */
function version(): string {
  const about: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return typeof about === 'object' && about !== null && 'version' in about ? String(about.version) : 'unknown';
}
