// Verdicts of one resource: our rules', joined with what came from outside, then with exemptions.
import {
  type Estate,
  exemptedBy,
  type ImportedAssessment,
  type ItemVerdict,
  isDecided,
  type JudgeOptions,
  joinedWith,
  judge,
} from '@plumbline/assess';
import type { Entry } from '@plumbline/inventory';
import { type Context, isSpecial } from '../context.ts';
import { type Letter, letterOf } from '../letter.ts';
import type { Setup } from '../setup.ts';
import type { Shape, ShapeStatus } from '../shape.ts';

/** By index of the plan, rising. */
export type Verdicts = readonly (readonly [number, ItemVerdict])[];

export interface Raw {
  readonly verdicts: Verdicts;
  readonly disagreements: Shape['disagreements'];
}

export function rawVerdicts(
  setup: Setup,
  entry: Entry,
  given: {
    readonly estate: Estate;
    readonly imported: readonly ImportedAssessment[];
    readonly options: JudgeOptions;
    readonly isJudged: boolean;
  },
): Raw {
  const { plan, ordinals, prefer, readsClock } = setup;
  const computed = given.isJudged
    ? judge(plan, entry, given.estate, { ...given.options, looksUpPlaces: true }).map(
        ([planned, verdict]) => [planned.index, verdict] as const,
      )
    : [];
  if (computed.some(([index]) => readsClock.has(index))) given.options.onClock?.();
  const disagreements: (readonly [number, Letter, Letter])[] = [];
  if (given.imported.length === 0) return { verdicts: computed, disagreements };
  const verdicts = joinedWith(computed, given.imported, prefer, (planned, own, verdict) =>
    disagreements.push([ordinals.ofIndex(planned.index), letterOf[own.status], letterOf[verdict.status]]),
  );
  return { verdicts, disagreements };
}

export interface Effective {
  readonly verdicts: Verdicts;
  /** By index of the plan: the key of the exemption that decided. */
  readonly exempt: ReadonlyMap<number, string>;
}

/** What of a resource decides whether an exemption reaches it. */
interface Placed {
  readonly key: string;
  /** '' above subscriptions. */
  readonly subscription: string;
  /** As given. */
  readonly location: string | undefined;
}

export function placed({ key, subscription, resource: { location } }: Entry): Placed {
  return { key, subscription: subscription ?? '', location: typeof location === 'string' ? location : undefined };
}

const notExempt: Effective['exempt'] = new Map();

export function effectiveVerdicts(setup: Setup, context: Context, raw: Verdicts, { key, subscription, location }: Placed): Effective {
  if (context.exemptions.size === 0) return { verdicts: raw, exempt: notExempt };
  const exempt = new Map<number, string>();
  const verdicts = raw.map(([index, verdict]) => {
    const item = setup.plan.items[index]?.item;
    const exemption = item !== undefined && isDecided(verdict) ? context.index.find(item, key, subscription, location) : undefined;
    if (exemption === undefined) return [index, verdict] as const;
    exempt.set(index, context.keyByExemption.get(exemption) ?? exemption.id);
    return [index, exemptedBy(exemption)] as const;
  });
  return { verdicts, exempt };
}

export function shapeOf(
  setup: Setup,
  entry: { readonly type: string; readonly key: string; readonly implied: boolean },
  raw: Raw,
  effective: Effective,
  unknown: Shape['unknown'],
): Shape {
  const statuses = statusesOf(setup, effective.verdicts);
  const own = effective.exempt.size === 0 ? statuses : statusesOf(setup, raw.verdicts);
  const { ordinals } = setup;
  return {
    type: entry.type,
    kind: entry.implied ? 'implied' : isSpecial(entry) ? 'special' : 'real',
    statuses,
    raw: own,
    missing: sortedByOrdinal(
      effective.verdicts.flatMap(([index, { cause, needs = '' }]) =>
        cause === 'NotCollected' ? [[ordinals.ofIndex(index), needs] as const] : [],
      ),
    ),
    exempt: sortedByOrdinal([...effective.exempt].map(([index, key]) => [ordinals.ofIndex(index), key] as const)),
    disagreements: raw.disagreements,
    unknown,
  };
}

function statusesOf(setup: Setup, verdicts: Verdicts): readonly ShapeStatus[] {
  return sortedByOrdinal(verdicts.map(([index, { status }]) => [setup.ordinals.ofIndex(index), letterOf[status]] as const));
}

function sortedByOrdinal<T>(rows: readonly (readonly [number, T])[]): readonly (readonly [number, T])[] {
  return rows.toSorted(([a], [b]) => a - b);
}
