import type { Explain, ItemVerdict, JudgePlan } from '@plumbline/assess';
import { isRefused } from '../context.ts';
import { numberAt } from '../database.ts';
import { grouped } from '../grouped.ts';
import { importedFor } from '../imported-rows.ts';
import { bodiesOf, type StoredResource } from '../rows.ts';
import { answersFor } from '../write/answers.ts';
import { entryOrImplied, isSubscriptionKey } from '../write/judge-page.ts';
import { effectiveVerdicts, placed, rawVerdicts } from '../write/judged.ts';
import type { View } from './view.ts';

export interface Explained {
  /** Final verdicts with their reasons, by index of the plan. */
  readonly verdicts: ReadonlyMap<number, ItemVerdict>;
  /** By index of the plan: the key of the exemption that decided. */
  readonly exempt: ReadonlyMap<number, string>;
  /** Ids of resources that verdicts looked at. */
  readonly lookedAt: ReadonlySet<string>;
}

/**
 * Judges stored resources once more, for the reasons: they are not kept, so they are always those of what is there now.
 * @param only the index in the plan of the one recommendation that is asked for
 */
export async function explained(
  { state, reader, mirror }: View,
  rows: readonly StoredResource[],
  explain: Explain,
  only?: number,
): Promise<ReadonlyMap<StoredResource, Explained>> {
  const setup = only === undefined ? state.setup : { ...state.setup, plan: planOf(state.setup.plan, only) };
  const { context } = mirror;
  const answers = answersFor(setup.plan.keptPathsByType);
  const surroundings = {
    isCollected: (subscription: string, type: string) =>
      !isRefused(context, subscription, type) &&
      (context.declared.has(`${subscription} ${type}`) ||
        context.declared.has(`* ${type}`) ||
        (setup.plan.keptPathsByType.has(type) && (mirror.types.get(subscription)?.get(type) ?? 0) > 0)),
    managementGroupsOf: (subscription: string) => context.hierarchy.managementGroupsOf(subscription),
  };
  const found = new Map<StoredResource, Explained>();
  for (const [subscription, own] of grouped(rows, (row) => row.subscription)) {
    const bodies = await bodiesOf(
      reader,
      subscription,
      own.map(({ rid }) => rid),
    );
    const imported = await importedFor(
      reader,
      setup,
      subscription,
      own.map(({ key }) => key),
    );
    let open = own;
    while (open.length > 0) {
      const again: StoredResource[] = [];
      for (const row of open) {
        const missed = answers.missed;
        const lookedAt = new Set<string>();
        const entry = entryOrImplied(row, bodies.get(row.rid) ?? null);
        const raw = rawVerdicts(setup, entry, {
          estate: answers.estate(surroundings, new Set(), ({ id }) => {
            if (typeof id === 'string') lookedAt.add(id);
          }),
          imported: imported.get(row.key) ?? [],
          isJudged: !row.implied || row.hash !== '' || isSubscriptionKey(row),
          options: { now: new Date(mirror.at).toISOString(), explain },
        });
        if (answers.missed !== missed) {
          again.push(row);
          continue;
        }
        const effective = effectiveVerdicts(setup, context, raw.verdicts, placed(entry));
        found.set(row, { verdicts: new Map(effective.verdicts), exempt: effective.exempt, lookedAt });
      }
      open = again;
      await answers.load(reader, async () => {});
    }
  }
  return found;
}

/** The same plan with one item: judging all of them for the reason of one takes ten times as long. */
function planOf(plan: JudgePlan, index: number): JudgePlan {
  return { ...plan, itemsOf: (type) => plan.itemsOf(type).filter((item) => item.index === index) };
}

/** When each recommendation was first judged on a resource, and when its status last changed: milliseconds by ordinal. */
export async function assessmentTimes(
  { reader }: View,
  row: StoredResource,
): Promise<ReadonlyMap<number, { readonly evaluated: number; readonly changed: number }>> {
  const rows = await reader.query('SELECT recommendation, evaluated, changed FROM assessment WHERE subscription = $1 AND rid = $2', [
    row.subscription,
    row.rid,
  ]);
  return new Map(
    rows.map((own) => [numberAt(own, 'recommendation'), { evaluated: numberAt(own, 'evaluated'), changed: numberAt(own, 'changed') }]),
  );
}
