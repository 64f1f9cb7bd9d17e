import { fileURLToPath } from 'node:url';
import { loadCatalogue } from '@plumbline/catalogue';
import { expect, test } from 'vitest';
import { assessedRuns, type Entries } from '../runs.ts';
import { fakeTerminal } from '../terminal.fixture.ts';
import { runsInParts } from './large-what-if.ts';

const estate = [fileURLToPath(new URL('../../../../examples/estate', import.meta.url))];
const { catalogue } = loadCatalogue();
const { catalogue: other } = loadCatalogue({ edition: '2019-01' });
const plain = {
  scope: [],
  model: 'classic',
  aggregate: 'weighted',
  rounding: 'exact',
  prefer: 'computed',
  collected: [],
  shipped: true,
  quiet: true,
} as const;
/** In parts, however small. */
const options = { ...plain, workers: 0 };

async function* withoutStorage(entries: Entries): Entries {
  for await (const batch of entries) yield batch.filter(({ type }) => type !== 'microsoft.storage/storageaccounts');
}

test.each([
  ['verdicts alone change', catalogue, undefined],
  ['the points change', other, undefined],
  ['resources go', catalogue, withoutStorage],
  ['resources go and the points change', other, withoutStorage],
])('what is read in parts is what is read at once: %s', async (_, later, change) => {
  const terminal = fakeTerminal();
  const inParts = await runsInParts(
    estate,
    [
      { options, catalogue },
      { options, catalogue: later },
    ],
    change,
    terminal,
  );
  const atOnce = await assessedRuns(estate, [{ catalogue }, { catalogue: later, ...(change === undefined ? {} : { change }) }], {
    options: plain,
    terminal,
  });
  const shown = (runs: typeof atOnce) =>
    runs.runs.map((run) => ({ edition: run.catalogue.edition, profiles: run.profiles, assessments: [...run.assessments()].length }));
  expect(inParts && shown(inParts)).toEqual(shown(atOnce));
});

test('small estates are read once for both', async () => {
  const how = { options: plain, catalogue };
  expect(await runsInParts(estate, [how, how], undefined, fakeTerminal())).toBeUndefined();
});
