import type { Unit } from './goals.ts';
import { type Choice, compareBigints, compareGains, gainOf, type Kind } from './knapsack.ts';
import type { Prospect, Scale } from './scale.ts';

/** Resources that may each be fixed by themselves, of all works for which the choices are worth the same. */
export interface ResourceKind extends Kind {
  readonly members: readonly Member[];
}

export interface Member {
  readonly work: number;
  readonly copies: number;
  /** The recommendations that each choice fixes, by choice. */
  readonly fixes: readonly (readonly string[])[];
}

/** More ways to fix one resource than this are a sign of a catalogue in which everything is in every control. */
const mostChoices = 65_536;

/** One kind for every set of units that have needs in common on a resource; equal ones of all works are put together. */
export function resourceKindsOf(prospects: readonly Prospect[], scale: Scale): ResourceKind[] {
  const kinds = new Map<string, ResourceKind & { copies: number; members: Member[] }>();
  const known = new Map<string, Options>();
  const numberByNeed = new Map<string, number>();
  const numberOf = (need: string) => {
    const number = numberByNeed.get(need) ?? numberByNeed.size;
    numberByNeed.set(need, number);
    return number;
  };
  const groupsByUnits = new Map<readonly Unit[], readonly (readonly Unit[])[]>();
  for (const { work, index, units } of prospects) {
    const groups = groupsByUnits.get(units) ?? entangled(units);
    groupsByUnits.set(units, groups);
    for (const group of groups) {
      const costAt = (need: string) => scale.costs(Number(work.costs[need] ?? 0));
      const pattern = patternOf(group, work.costs, numberOf, scale);
      const options = known.get(pattern) ?? optionsOf(group, costAt, scale);
      known.set(pattern, options);
      const kind = kinds.get(options.key) ?? { copies: 0, choices: options.choices, members: [] };
      kinds.set(options.key, kind);
      kind.copies += work.count;
      kind.members.push({ work: index, copies: work.count, fixes: options.choices.map(({ needs }) => needs) });
    }
  }
  return [...kinds.values()];
}

/** The same for units that need the same at the same cost, and gain the same. */
function patternOf(units: readonly Unit[], costs: Prospect['work']['costs'], numberOf: (need: string) => number, scale: Scale): string {
  let pattern = '';
  for (const { needs, gains } of units) {
    for (const need of needs) pattern += `${numberOf(need)} ${costs[need]},`;
    for (const gain of gains) pattern += `${scale.idOf(gain)},`;
    pattern += ';';
  }
  return pattern;
}

interface Options {
  /** The same for options that are worth the same. */
  readonly key: string;
  readonly choices: readonly Option[];
}

interface Option extends Choice {
  readonly needs: readonly string[];
}

function optionsOf(units: readonly Unit[], costAt: (need: string) => bigint, scale: Scale): Options {
  const choices = efficient(
    unionsOf(units).map((set) => {
      const reached = units.filter(({ needs }) => needs.every((need) => set.has(need)));
      const gains = units[0]?.gains.map((_, scope) => reached.reduce((sum, unit) => sum + scaledGain(unit, scope, scale), 0n)) ?? [];
      const needs = [...set].sort();
      const ids = reached.flatMap((unit) => unit.gains.map(scale.idOf)).join();
      return { needs, cost: needs.reduce((sum, need) => sum + costAt(need), 0n), gains, ids };
    }),
  );
  return { key: choices.map(({ cost, ids }) => `${cost} ${ids}`).join('\n'), choices };
}

/** Every set of needs that completes some units and holds nothing else. */
function unionsOf(units: readonly Unit[]): ReadonlySet<string>[] {
  const [only, ...others] = units;
  if (only && others.length === 0) return [new Set(only.needs)];
  const sets = new Map<string, ReadonlySet<string>>();
  for (const { needs } of units) {
    for (const set of [new Set<string>(), ...sets.values()]) {
      const union = new Set([...set, ...needs]);
      sets.set([...union].sort().join('\n'), union);
      if (sets.size > mostChoices) {
        throw new RangeError(
          `more than ${mostChoices} ways to fix one resource: its controls share too many recommendations to plan by resource; plan by recommendation`,
        );
      }
    }
  }
  return [...sets.values()];
}

export function scaledGain({ gains }: Unit, scope: number, scale: Scale): bigint {
  const gain = gains[scope];
  return gain === undefined || gain.numerator === 0n ? 0n : scale.gains(gain, scope);
}

/** Sorted by cost, without those that cost as much as another one and gain no more anywhere. The last one gains the most of everything. */
export function efficient<T extends Choice>(options: readonly T[]): T[] {
  const sorted = options.toSorted((a, b) => compareBigints(a.cost, b.cost) || compareGains(b.gains, a.gains));
  const kept: T[] = [];
  for (const option of sorted) {
    const isBeaten = kept.some((other) => option.gains.every((gain, scope) => gainOf(other, scope) >= gain));
    if (!isBeaten && option.gains.some((gain) => gain > 0n)) kept.push(option);
  }
  return kept;
}

/** Units that share a need, directly or through others, in one group. */
export function entangled(units: readonly Unit[]): (readonly Unit[])[] {
  if (units.length === 1) return [units];
  const groups: { needs: Set<string>; units: Unit[] }[] = [];
  for (const unit of units) {
    const joined = groups.filter(({ needs }) => unit.needs.some((need) => needs.has(need)));
    const [first, ...others] = joined;
    if (!first) {
      groups.push({ needs: new Set(unit.needs), units: [unit] });
      continue;
    }
    for (const group of [{ needs: new Set(unit.needs), units: [unit] }, ...others]) {
      for (const need of group.needs) first.needs.add(need);
      first.units.push(...group.units);
    }
    for (const other of others) groups.splice(groups.indexOf(other), 1);
  }
  return groups.map((group) => group.units);
}
