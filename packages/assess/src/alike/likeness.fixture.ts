// The two ways to assess a file of lines: all of it read in full, and by what resources are like.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalogue } from '@plumbline/catalogue';
import { openInputs } from '@plumbline/inventory/node';
import { assess } from '../assess.ts';
import { assessFiles } from '../node/assess-files.ts';
import { reportOf } from '../report-of.ts';
import type { AssessmentRun } from '../run.ts';

const now = '2026-11-24T00:00:00Z';

function shown(run: AssessmentRun): string {
  return JSON.stringify(
    (['classic', 'controls'] as const).map((model) => reportOf(run, { model })),
    null,
    1,
  );
}

async function inFull(inputs: readonly string[], catalogue: Catalogue) {
  const reading = openInputs(inputs);
  const run = await assess(reading.entries(), { catalogue, now, collected: () => reading.account().collected });
  return { shown: shown(run), account: reading.account() };
}

async function byLikeness(inputs: readonly string[], catalogue: Catalogue) {
  const files = await assessFiles(inputs, { catalogue, now, recipe: {}, workers: 0, lists: false, smallestIndexed: 1 });
  try {
    return { shown: shown(files.run), account: files.account };
  } finally {
    files.close();
  }
}

/** @returns what both ways say of the same lines. */
export async function bothWays(lines: readonly string[], catalogue: Catalogue) {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-alike-'));
  try {
    const path = join(folder, 'estate.ndjson');
    writeFileSync(path, `${lines.join('\n')}\n`);
    return { byLikeness: await byLikeness([path], catalogue), inFull: await inFull([path], catalogue) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
