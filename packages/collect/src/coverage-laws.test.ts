// A permission that is taken away takes verdicts away, says so, and changes none.
import { assess, reportOf } from '@plumbline/assess';
import type { Entry } from '@plumbline/inventory';
import { openInputs } from '@plumbline/inventory/node';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { JsonMap } from './json.ts';
import { estateOf } from './stand-in/estate.fixture.ts';
import { catalogue, playground, tree } from './stand-in/playing.fixture.ts';
import type { Estate, Fault, Seen } from './stand-in/stand-in.fixture.ts';

const { play, run, newFolder } = playground();
const now = '2026-11-24T02:18:00.000Z';
const example = new URL('../../../examples/estate', import.meta.url).pathname;

/** What may be read no longer, in one subscription or all: a type that Resource Graph then leaves out in silence, or requests of a path. */
interface Loss {
  readonly what: string;
  readonly isSilent: boolean;
  readonly subscription: number | undefined;
}

const silent = [
  'microsoft.storage/storageaccounts',
  'microsoft.network/networkinterfaces',
  'microsoft.network/networksecuritygroups',
  'microsoft.compute/virtualmachines/extensions',
  'microsoft.keyvault/vaults',
  'microsoft.authorization/policyexemptions',
  'microsoft.security/assessments',
];
const asked = [
  'diagnosticsettings',
  'roleassignments',
  'roledefinitions',
  'jitnetworkaccesspolicies',
  'auditingsettings',
  'config/web',
  'authorizationrules',
  'eventhubs',
  'transparentdataencryption',
  '/permissions',
  'managementgroups',
  '/v1.0/users',
  'transitivemembers',
];
const loss: fc.Arbitrary<Loss> = fc
  .record({
    what: fc.constantFrom(...silent, ...asked),
    isSilent: fc.constant(false),
    subscription: fc.constantFrom(undefined, 0, 1),
  })
  .map((one) => ({ ...one, isSilent: silent.includes(one.what) }));

let resources: readonly JsonMap[];
let whole: Decided;
/** What an export decides, and what it says of itself. */
interface Decided {
  readonly statuses: ReadonlyMap<string, string>;
  readonly report: ReturnType<typeof reportOf>;
}

beforeAll(async () => {
  const entries: Entry[] = [];
  for await (const batch of openInputs([example]).entries()) entries.push(...batch);
  // A few of each type: what counts is what hangs on what.
  const counts = new Map<string, number>();
  resources = entries
    .filter(({ type, subscription }) => {
      const place = `${type} ${subscription ?? ''}`;
      counts.set(place, (counts.get(place) ?? 0) + 1);
      return (counts.get(place) ?? 0) <= 6;
    })
    .map(({ resource }) => resource);
  whole = await seenWithout([]);
  expect(whole.statuses.size).toBeGreaterThan(200);
}, 60_000);

async function seenWithout(losses: readonly Loss[]): Promise<Decided> {
  const estate = estateOf(resources, tree);
  const ids = estate.subscriptions.map(({ id }) => id);
  const isIn = (id: string, { subscription }: Loss) => subscription === undefined || id.toLowerCase().includes(ids[subscription] ?? '');
  const quiet = losses.filter(({ isSilent }) => isSilent);
  const loud = losses.filter(({ isSilent }) => !isSilent);
  const paths = new Map(estate.paths);
  for (const id of ids) {
    const notActions = quiet.filter((one) => isIn(id, one)).map(({ what }) => `${what}/read`);
    paths.set(`/subscriptions/${id}/providers/microsoft.authorization/permissions`, { value: [{ actions: ['*'], notActions }] });
  }
  const tables: Estate['tables'] = Object.fromEntries(
    Object.entries(estate.tables).map(([table, rows]) => [
      table,
      rows.filter(({ id, type }) => !quiet.some((one) => one.what === String(type).toLowerCase() && isIn(String(id), one))),
    ]),
  );
  const fault = ({ path }: Omit<Seen, 'status' | 'at'>): Fault | undefined =>
    loud.some((one) => path.includes(one.what) && (!path.startsWith('/subscriptions/') || isIn(path, one)))
      ? { kind: 'status', status: 403, code: 'AuthorizationFailed' }
      : undefined;
  const out = newFolder();
  const played = await play({ ...estate, tables, paths }, { fault });
  await run(played, out, { catalogue });
  await played.close();
  const reading = openInputs([out]);
  const assessed = await assess(reading.entries(), { catalogue, now, collected: () => reading.account().collected });
  const decided = [...assessed.assessments()].filter(({ status }) => status === 'Healthy' || status === 'Unhealthy');
  return {
    statuses: new Map(decided.map(({ recommendation, resource, status }) => [`${recommendation} ${resource.toLowerCase()}`, status])),
    report: reportOf(assessed, {
      model: 'classic',
      aggregate: 'weighted',
      rounding: 'exact',
      reading: { ...reading.account(), files: 1 },
    }),
  };
}

test('what is still decided is decided as before, and what is not is told, with the want of a permission as its reason', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(loss, { minLength: 1, maxLength: 4 }), async (losses) => {
      const { statuses, report } = await seenWithout(losses);
      const { notCollected, notPermitted = [] } = report.coverage;
      // Without exemptions or assessments another verdict may come to light; then what was lost is named.
      const refusedTypes = new Set(notPermitted.map(({ type }) => type));
      const isContextLost =
        refusedTypes.has('microsoft.authorization/policyexemptions') || refusedTypes.has('microsoft.security/assessments');
      // Where our rule can no longer decide, Azure's own assessment does; of those that said otherwise all along, each side stands for itself.
      const disputed = new Set(whole.report.coverage.disagreements.map((one) => `${one.recommendation} ${one.resource.toLowerCase()}`));
      for (const [name, status] of statuses) {
        if (!disputed.has(name) && !isContextLost) expect(`${name} ${whole.statuses.get(name)}`).toBe(`${name} ${status}`);
      }
      const told = new Set(
        Array.from(notCollected)
          .filter(({ why }) => why === 'no permission')
          .map(({ recommendation, subscription }) => `${recommendation} ${subscription}`),
      );
      for (const [name] of whole.statuses) {
        if (statuses.has(name)) continue;
        const [recommendation = '', resource = ''] = name.split(' ');
        const subscription = resource.split('/')[2] ?? '';
        const isGone = [...refusedTypes].some((type) => resource.includes(`/${type.split('/')[1]}/`) || resource.includes(`/${type}/`));
        expect([name, told.has(`${recommendation} ${subscription}`) || isGone]).toEqual([name, true]);
      }
      if ((report.score?.percentage ?? 0) > (whole.report.score?.percentage ?? 0)) expect(notPermitted).not.toEqual([]);
    }),
    { numRuns: Number(process.env['PLUMBLINE_RUNS'] ?? 5) },
  );
});
