// The example estate with a month of changes behind it, in memory: what the screens are tested and photographed on without a store.
import { type Assessment, type AssessmentRun, assess, reportOf, type ScoreReport, subscriptionOf } from '@plumbline/assess';
import { loadCatalogue } from '@plumbline/catalogue';
import { type Entry, entryOf } from '@plumbline/inventory';
import { openInputs } from '@plumbline/inventory/node';
import type { ExemptionRequest, ResourceTransition } from '../model/answers.ts';
import type { ModelName } from '../model/screens.ts';

export const { catalogue } = loadCatalogue();

export interface FixtureMoment {
  readonly sequence: number;
  readonly at: string;
  readonly entries: readonly Entry[];
}

export interface FixtureEstate {
  readonly moments: readonly FixtureMoment[];
  readonly head: () => FixtureMoment;
  run(moment: FixtureMoment, scope: readonly string[]): Promise<AssessmentRun>;
  report(moment: FixtureMoment, scope: readonly string[], model: ModelName): Promise<ScoreReport>;
  transitions(from: FixtureMoment, to: FixtureMoment): Promise<readonly ResourceTransition[]>;
  put(resources: readonly object[]): FixtureMoment;
  remove(id: string): FixtureMoment;
  exempt(request: ExemptionRequest): FixtureMoment;
}

/** @param now ISO 8601 UTC of the latest moment; the earlier ones lie on the days before it. */
export async function fixtureEstate(inputs: readonly string[], now: string, days = 36): Promise<FixtureEstate> {
  const reading = openInputs(inputs, {});
  const entries: Entry[] = [];
  for await (const batch of reading.entries()) entries.push(...batch);
  const account = reading.account();
  const moments: FixtureMoment[] = [];
  for (let day = days; day >= 0; day -= 2) {
    const at = new Date(Date.parse(now) - day * 86_400_000).toISOString();
    moments.push({ sequence: moments.length + 1, at, entries: day === 0 ? entries : entries.map((entry) => asItWas(entry, day)) });
  }
  const head = () => moments.at(-1) ?? { sequence: 0, at: now, entries: [] };
  const runs = new Map<string, Promise<AssessmentRun>>();

  const run = (moment: FixtureMoment, scope: readonly string[]): Promise<AssessmentRun> => {
    const key = JSON.stringify([moment.sequence, scope]);
    let found = runs.get(key);
    if (found === undefined) {
      found = assess(once(moment.entries), { catalogue, now: moment.at, scope, explain: 'all' });
      runs.set(key, found);
    }
    return found;
  };
  const append = (next: readonly Entry[]): FixtureMoment => {
    const { sequence, at } = head();
    const moment = { sequence: sequence + 1, at: new Date(Date.parse(at) + 1_000).toISOString(), entries: next };
    moments.push(moment);
    return moment;
  };
  const put = (resources: readonly object[]): FixtureMoment => {
    const added = resources.flatMap((resource) => {
      const entry = entryOf(resource as Entry['resource']);
      return entry === undefined ? [] : [entry];
    });
    const keys = new Set(added.map(({ key }) => key));
    return append([...head().entries.filter(({ key }) => !keys.has(key)), ...added]);
  };
  return {
    moments,
    head,
    run,
    report: async (moment, scope, model) =>
      reportOf(await run(moment, scope), { model, reading: { ...account, files: account.files.length } }),
    async transitions(from, to) {
      const [before, after] = await Promise.all([run(from, []), run(to, [])]);
      const known = new Map([...before.assessments()].map((one) => [`${one.resource} ${one.recommendation}`, one]));
      return [...after.assessments()].flatMap((one) => transitionOf(known.get(`${one.resource} ${one.recommendation}`), one, to));
    },
    put,
    remove: (id) => append(head().entries.filter(({ key }) => key !== id.toLowerCase())),
    exempt: ({ scope, recommendations, category, reason, owner, expiresOn, displayName, name }) =>
      put([
        {
          id: `${scope}/providers/Microsoft.Authorization/policyExemptions/${name ?? `dashboard-${head().sequence}`}`,
          type: 'Microsoft.Authorization/policyExemptions',
          properties: {
            displayName: displayName ?? reason,
            description: reason,
            exemptionCategory: category,
            policyDefinitionReferenceIds: recommendations,
            metadata: { owner },
            ...(expiresOn === undefined ? {} : { expiresOn }),
          },
        },
      ]),
  };
}

async function* once(entries: readonly Entry[]): AsyncIterable<readonly Entry[]> {
  yield await Promise.resolve(entries);
}

/** An assessment as it was so many days ago: some were still unhealthy, a few not yet. */
function asItWas(entry: Entry, day: number): Entry {
  const { properties } = entry.resource;
  if (entry.type !== 'microsoft.security/assessments' || typeof properties !== 'object' || properties === null || Array.isArray(properties))
    return entry;
  const lot = hashOf(entry.key) % 240;
  const code = lot < day * 2 ? 'Unhealthy' : lot > 240 - (36 - day) / 2 && day > 0 ? 'Healthy' : undefined;
  return code === undefined ? entry : { ...entry, resource: { ...entry.resource, properties: { ...properties, status: { code } } } };
}

function hashOf(text: string): number {
  let hash = 7;
  for (const letter of text) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  return hash;
}

function transitionOf(before: Assessment | undefined, after: Assessment, { sequence, at }: FixtureMoment): readonly ResourceTransition[] {
  if (before?.status === after.status) return [];
  const item = catalogue.items.find(({ recommendation }) => recommendation.key === after.recommendation);
  return [
    {
      sequence,
      at,
      resource: after.resource,
      kind: 'status',
      recommendation: item?.recommendation.name ?? after.recommendation,
      from: before?.status ?? null,
      to: after.status,
      ...(after.cause === undefined ? {} : { cause: after.cause }),
    },
  ];
}

/** Whether a resource lies in a scope of the URL: a GUID or the name of a group. */
export function isInScope(run: AssessmentRun, scope: readonly string[], subscription: string): boolean {
  return (
    scope.length === 0 ||
    scope.some(
      (one) => one === subscription || subscriptionOf(one) === subscription || run.hierarchy.managementGroupsOf(subscription).includes(one),
    )
  );
}
