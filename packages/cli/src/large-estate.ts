import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AssessOptions } from '@plumbline/assess';
import { type AssessFilesOptions, assessFiles, type CatalogueRecipe } from '@plumbline/assess/node';
import type { Catalogue } from '@plumbline/catalogue';
import { isFileChanged, sizeOfInputs } from '@plumbline/inventory/node';
import { builtScript, judgingBuild } from './built-script.ts';
import type { EstateOptions } from './commands/estate-options.ts';
import { OperationError } from './operation-error.ts';
import { refuseWhenInterrupted } from './output.ts';
import type { ChosenPolicies } from './policy/chosen-policies.ts';
import { systemReason } from './problems.ts';
import { progressOn } from './progress.ts';
import { nothingRead, type Runs } from './runs.ts';
import type { Terminal } from './terminal.ts';
import { decoded } from './text-file.ts';

/** How a large estate is assessed. */
export interface LargeEstateOptions {
  /** How many workers; 0: none. As many as there are cores, where the estate is large, by default. */
  readonly workers?: number;
  /** File that remembers results for the next scan. */
  readonly state?: string;
}

/** What is wanted of a large estate. */
interface Wanted {
  readonly explain: NonNullable<AssessOptions['explain']>;
  /** Whether single assessments will be asked for; by default where they are explained. */
  readonly lists?: boolean;
}

interface LargeEstateContext {
  readonly catalogue: Catalogue;
  /** Those in the catalogue. */
  readonly policies?: ChosenPolicies | undefined;
  readonly terminal: Terminal;
}

/** Bytes from which on starting workers costs less than they save. */
const largeBytes = 32 << 20;

/** @returns undefined where the plain way is the faster one: small estates, and standard input, which cannot be read twice. */
export async function assessedInParts(
  inputs: readonly string[],
  options: EstateOptions & LargeEstateOptions & Wanted,
  context: LargeEstateContext,
): Promise<Runs | undefined> {
  const { terminal } = context;
  const isAsked = options.workers !== undefined || options.state !== undefined;
  if (inputs.includes('-')) {
    if (options.state === undefined) return undefined;
    throw new OperationError('usage', '--state needs files: standard input is another one each time.', {
      hint: 'Write it to a file first, and scan that.',
    });
  }
  const size = await sizeOfInputs(inputs, terminal.cwd);
  if (!isAsked && (size === undefined || size < largeBytes)) return undefined;
  const progress = progressOn(terminal, { quiet: options.quiet === true });
  try {
    const { run, account, close } = await assessFiles(
      inputs,
      filesOptions(options, context, (bytes, entries) => progress.update(bytes, size, entries)),
    );
    // Lists are read back when the result is written, which is after this.
    process.once('exit', close);
    refuseWhenInterrupted(terminal);
    if (account.entries === 0) throw nothingRead(account.problems);
    return { runs: [run], account };
  } catch (error) {
    refuseWhenInterrupted(terminal);
    if (isFileChanged(error)) {
      throw new OperationError('unreadable-file', error.message, {
        hint: 'Scan it when nobody writes to it any more, or scan a copy.',
        cause: error,
      });
    }
    if (error instanceof Error && error.name === 'StateNotWritten') {
      const { reason, hint } = systemReason(error.cause, 'write');
      throw new OperationError('output-failed', `The state could not be written to ${options.state}: ${reason}.`, { hint, cause: error });
    }
    if (error instanceof Error && error.name === 'NoState') {
      throw new OperationError('usage', `${options.state} is no state of a scan, so it is not overwritten.`, {
        hint: 'Name another file for --state, or delete this one.',
        cause: error,
      });
    }
    throw error;
  } finally {
    progress.end();
  }
}

function filesOptions(
  options: EstateOptions & LargeEstateOptions & Wanted,
  { catalogue, policies, terminal }: LargeEstateContext,
  onProgress: (bytes: number, entries: number) => void,
): AssessFilesOptions {
  const recipe = recipeOf(options, policies, terminal.cwd);
  const script = builtScript('scan-worker');
  const build = judgingBuild();
  return {
    catalogue,
    now: options.at ?? terminal.now().toISOString(),
    scope: options.scope ?? [],
    prefer: options.prefer === 'imported' ? 'input' : 'rule',
    explain: options.explain,
    lists: options.lists ?? options.explain !== 'none',
    signal: terminal.signal,
    onProgress,
    recipe,
    ...(script === undefined ? {} : { script }),
    ...(build === undefined ? {} : { version: build }),
    ...(options.workers === undefined ? {} : { workers: options.workers }),
    ...(options.state === undefined ? {} : { state: resolve(terminal.cwd, options.state) }),
    reading: {
      collected: options.collected ?? [],
      cwd: terminal.cwd,
      signal: terminal.signal,
      ...(options.hierarchy === undefined ? {} : { hierarchy: options.hierarchy }),
    },
  };
}

/** How workers make the same catalogue. */
function recipeOf(options: EstateOptions, policies: ChosenPolicies | undefined, cwd: string): CatalogueRecipe {
  const { catalogue: file } = options;
  return {
    ...(options.edition === undefined ? {} : { edition: options.edition }),
    shipped: options.shipped,
    ...(file === undefined ? {} : { own: { text: decoded(readFileSync(resolve(cwd, file))), file } }),
    ...(policies === undefined ? {} : { policies: policies.recipe }),
  };
}
