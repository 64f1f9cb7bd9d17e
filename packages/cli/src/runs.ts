import { type AssessmentRun, type AssessOptions, assess } from '@plumbline/assess';
import type { Catalogue } from '@plumbline/catalogue';
import type { Entry, ReadingAccount } from '@plumbline/inventory';
import { openInputs } from '@plumbline/inventory/node';
import { broadcast } from './broadcast.ts';
import type { EstateOptions } from './commands/estate-options.ts';
import { OperationError } from './operation-error.ts';
import { refuseWhenInterrupted } from './output.ts';
import { problemLines } from './problems.ts';
import { progressOn } from './progress.ts';
import type { Terminal } from './terminal.ts';

export type Entries = AsyncIterable<readonly Entry[]>;

/** One assessment of what is read. */
export interface RunRequest {
  readonly catalogue: Catalogue;
  /** Selected scopes; everything when left out. */
  readonly scope?: readonly string[];
  readonly explain?: NonNullable<AssessOptions['explain']>;
  /** What is assessed instead of the input: a changed estate. */
  readonly change?: (entries: Entries) => Entries;
}

export interface Runs {
  /** In the order asked for. */
  readonly runs: readonly AssessmentRun[];
  readonly account: ReadingAccount;
}

/**
 * Reads inputs once, assesses them in one way or several at the same time.
 * @param inputs files, folders, globs, `-`.
 * @param observe told everything that was read, before any change
 * @throws {OperationError} when nothing at all could be read, or after Ctrl-C.
 */
export async function assessedRuns(
  inputs: readonly string[],
  requests: readonly RunRequest[],
  context: {
    readonly options: Pick<EstateOptions, 'at' | 'collected' | 'hierarchy' | 'prefer' | 'quiet'>;
    readonly terminal: Terminal;
    readonly observe?: (entry: Entry) => void;
  },
): Promise<Runs> {
  const { options, terminal, observe } = context;
  const progress = progressOn(terminal, { quiet: options.quiet === true });
  const reading = openInputs(inputs, {
    ...(inputs.includes('-') ? { stdin: stoppableInput(terminal) } : {}),
    cwd: terminal.cwd,
    collected: options.collected ?? [],
    signal: terminal.signal,
    onProgress: progress.update,
    ...(options.hierarchy === undefined ? {} : { hierarchy: options.hierarchy }),
  });
  const now = options.at ?? terminal.now().toISOString();
  const entries = observe === undefined ? reading.entries() : observed(reading.entries(), observe);
  try {
    const streams = requests.length === 1 ? [entries] : broadcast(entries, requests.length);
    const runs = await Promise.all(
      requests.map(({ catalogue, scope = [], explain = 'none', change }, at) => {
        const stream = streams[at] ?? entries;
        return assess(change === undefined ? stream : change(stream), {
          catalogue,
          now,
          scope,
          prefer: options.prefer === 'imported' ? 'input' : 'rule',
          collected: () => reading.account().collected,
          explain,
          signal: terminal.signal,
        });
      }),
    );
    refuseWhenInterrupted(terminal);
    const account = reading.account();
    if (account.entries === 0) throw nothingRead(account.problems);
    return { runs, account };
  } catch (error) {
    refuseWhenInterrupted(terminal);
    throw error;
  } finally {
    progress.end();
  }
}

async function* observed(entries: Entries, observe: (entry: Entry) => void): Entries {
  for await (const batch of entries) {
    for (const entry of batch) observe(entry);
    yield batch;
  }
}

/** Standard input that ends at Ctrl-C: whoever writes there may never end by itself. */
function stoppableInput({ stdin, signal }: Terminal): Terminal['stdin'] {
  signal.addEventListener('abort', () => stdin.destroy(), { once: true });
  return stdin;
}

export function nothingRead(problems: ReadingAccount['problems']): OperationError {
  const shown = problems.slice(0, 10).flatMap((problem) => problemLines(problem, 80));
  const hint =
    'Expected JSON exported from Azure, such as: az graph query -q resources --first 1000 -o json. docs/inputs.md lists what can be read.';
  const what = problems.length === 0 ? 'The input holds no resources.' : 'Nothing in the input could be read.';
  return new OperationError('no-input', what, { hint: [...shown, hint].join('\n') });
}
