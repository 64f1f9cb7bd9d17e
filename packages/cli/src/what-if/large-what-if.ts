import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Catalogue } from '@plumbline/catalogue';
import { openInputs } from '@plumbline/inventory/node';
import type { EstateOptions } from '../commands/estate-options.ts';
import { assessedInParts, type LargeEstateOptions } from '../large-estate.ts';
import type { ChosenPolicies } from '../policy/chosen-policies.ts';
import { assessedRuns, type Entries, type Runs } from '../runs.ts';
import type { Terminal } from '../terminal.ts';

/** How an estate is assessed, now or later. */
export interface AssessedHow {
  readonly options: EstateOptions & LargeEstateOptions;
  readonly catalogue: Catalogue;
  /** Those in the catalogue. */
  readonly policies?: ChosenPolicies | undefined;
}

/**
 * The runs of a large estate before and after changes, neither of which is held in memory.
 * @param change undefined where no resource changes
 * @returns undefined where the estate is small enough to be read once for both
 */
export async function runsInParts(
  inputs: readonly string[],
  [now, later]: readonly [AssessedHow, AssessedHow],
  change: ((entries: Entries) => Entries) | undefined,
  terminal: Terminal,
): Promise<Runs | undefined> {
  const before = await inParts(inputs, now, terminal);
  if (before === undefined) return undefined;
  if (change === undefined && now.catalogue === later.catalogue) return { ...before, runs: [...before.runs, ...before.runs] };
  const changed = change === undefined ? await inParts(inputs, later, terminal) : await changedInParts(inputs, later, change, terminal);
  if (changed === undefined) throw new Error('an estate was large, and is not any more');
  return { ...before, runs: [...before.runs, ...changed.runs] };
}

function inParts(inputs: readonly string[], { options, catalogue, policies }: AssessedHow, terminal: Terminal) {
  return assessedInParts(inputs, { ...options, scope: [], explain: 'none', lists: true }, { catalogue, policies, terminal });
}

/** The changed estate is written down, and assessed like any other. */
async function changedInParts(
  inputs: readonly string[],
  { options, catalogue, policies }: AssessedHow,
  change: (entries: Entries) => Entries,
  terminal: Terminal,
): Promise<Runs> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-what-if-'));
  try {
    const reading = openInputs(inputs, {
      cwd: terminal.cwd,
      collected: options.collected ?? [],
      signal: terminal.signal,
      ...(options.hierarchy === undefined ? {} : { hierarchy: options.hierarchy }),
    });
    await pipeline(linesOf(change(reading.entries())), createWriteStream(join(folder, 'estate.ndjson')));
    const { collected } = reading.account();
    await writeFile(join(folder, 'manifest.json'), JSON.stringify({ plumbline: 'export/1', collected }));
    // What the hierarchy's file says stands among the written resources.
    const { hierarchy: _read, ...rest } = options;
    const own = { options: rest, catalogue, policies };
    return (await inParts([folder], own, terminal)) ?? (await assessedRuns([folder], [{ catalogue }], { options: rest, terminal }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function* linesOf(entries: Entries): AsyncIterable<string> {
  for await (const batch of entries) yield batch.map(({ resource }) => `${JSON.stringify(resource)}\n`).join('');
}
