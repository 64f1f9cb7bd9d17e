import { type Rational, rationalOf } from '../rational.ts';
import type { ScoredControl, ScoredRecommendation, Status } from '../tally.ts';
import { type ChangeCause, type StatusChange, statusChangesOf, type Transition } from './transition.ts';

export type ChangeModel =
  | { readonly kind: 'classic'; readonly before: readonly ScoredRecommendation[]; readonly after: readonly ScoredRecommendation[] }
  | {
      readonly kind: 'controls';
      readonly aggregate: 'weighted' | 'pooled';
      readonly before: readonly ScoredControl[];
      readonly after: readonly ScoredControl[];
    };

/** A recommendation (classic) or a control, which adds points x healthy / total, and what happened in it. */
export interface Unit {
  readonly key: string;
  /** Points before and after; null where it did not count. */
  readonly before: Rational | null;
  readonly after: Rational | null;
  /** The cause to which a change of its points, or of what is in it, is put down; null when neither changed. */
  readonly catalogueCause: ChangeCause | null;
  readonly patterns: readonly Pattern[];
}

export type State = 'healthy' | 'unhealthy' | 'out';

/** Resources that are in the same state whichever of their causes have taken effect. */
export interface Pattern {
  /** Causes that make a difference to them. */
  readonly causes: readonly ChangeCause[];
  /** The state by the set of causes that have taken effect: bit 0 for the first one, and so on. */
  readonly states: readonly State[];
  readonly members: readonly Member[];
}

export interface Member {
  readonly subscription: string;
  readonly group: string | null;
  readonly count: number;
}

/** Every unit of either catalogue, with all resources that are in it in some state, counted by pattern. */
export function unitsOf(transitions: readonly Transition[], model: ChangeModel, isOtherEdition: boolean): Unit[] {
  const units = definitionsOf(model, isOtherEdition).map((definition) => ({
    definition,
    patterns: new Map<string, Pattern & { members: Member[] }>(),
  }));
  const unitsByRecommendation = new Map<string, (typeof units)[number][]>();
  for (const unit of units) {
    for (const recommendation of new Set([...unit.definition.membersBefore, ...unit.definition.membersAfter])) {
      unitsByRecommendation.set(recommendation, [...(unitsByRecommendation.get(recommendation) ?? []), unit]);
    }
  }
  for (const transition of transitions) {
    const changesByUnit = new Map<(typeof units)[number], StatusChange[]>();
    for (const change of statusChangesOf(transition)) {
      for (const unit of unitsByRecommendation.get(change.recommendation) ?? []) {
        changesByUnit.set(unit, [...(changesByUnit.get(unit) ?? []), change]);
      }
    }
    for (const [{ definition, patterns }, changes] of changesByUnit) {
      const { causes, states } = patternOf(definition, changes);
      const key = `${causes.join()} ${states.join()}`;
      const pattern = patterns.get(key) ?? { causes, states, members: [] };
      patterns.set(key, pattern);
      pattern.members.push({ subscription: transition.subscription, group: transition.group ?? null, count: transition.count });
    }
  }
  return units.map(({ definition, patterns }) => ({ ...definition, patterns: [...patterns.values()] }));
}

interface Definition extends Omit<Unit, 'patterns'> {
  readonly membersBefore: ReadonlySet<string>;
  readonly membersAfter: ReadonlySet<string>;
  /** Why a recommendation came into this unit, or left it. */
  readonly causeOfMove: (recommendation: string) => ChangeCause;
}

function definitionsOf(model: ChangeModel, isOtherEdition: boolean): Definition[] {
  const before = sidesOf(model, 'before');
  const after = sidesOf(model, 'after');
  const counted = { before: countedIn(before), after: countedIn(after) };
  const other = isOtherEdition ? 'editionChanged' : model.kind === 'controls' ? 'controlsChanged' : 'pointsChanged';
  return [...new Set([...before.keys(), ...after.keys()])].map((key) => {
    const [from, to] = [before.get(key), after.get(key)];
    return {
      key,
      before: from?.points ?? null,
      after: to?.points ?? null,
      catalogueCause: catalogueCauseOf(from, to, { counted, other }),
      membersBefore: from?.members ?? nothing,
      membersAfter: to?.members ?? nothing,
      causeOfMove: (recommendation) => moveOf([recommendation], counted) ?? other,
    };
  });
}

const nothing: ReadonlySet<string> = new Set();

/** The recommendations that can bring a point, before and after. */
interface Counted {
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
}

function countedIn(sides: ReadonlyMap<string, Side>): ReadonlySet<string> {
  return new Set([...sides.values()].flatMap((side) => (isWorth(side) ? [...side.members] : [])));
}

/** Under whatever name the catalogue goes: a recommendation that counts nowhere any more is out of sight. */
function moveOf(
  recommendations: Iterable<string>,
  { before, after }: Counted,
): 'recommendationAdded' | 'recommendationDropped' | undefined {
  for (const one of recommendations) {
    if (before.has(one) && !after.has(one)) return 'recommendationDropped';
    if (after.has(one) && !before.has(one)) return 'recommendationAdded';
  }
  return undefined;
}

function catalogueCauseOf(
  from: Side | undefined,
  to: Side | undefined,
  { counted, other }: { readonly counted: Counted; readonly other: ChangeCause },
): ChangeCause | null {
  if (from !== undefined && to !== undefined && isEqual(from.points, to.points) && isEqualSet(from.members, to.members)) return null;
  // A unit that begins or ceases to be worth something does so with what is in it.
  if (isWorth(from) !== isWorth(to)) return moveOf((isWorth(from) ? from : to)?.members ?? [], counted) ?? other;
  return other;
}

function isWorth(side: Side | undefined): boolean {
  return side !== undefined && side.points.numerator > 0n;
}

function isEqual(one: Rational, other: Rational): boolean {
  return one.numerator * other.denominator === other.numerator * one.denominator;
}

function isEqualSet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((member) => other.has(member));
}

interface Side {
  readonly points: Rational;
  readonly members: ReadonlySet<string>;
}

function sidesOf(model: ChangeModel, side: 'before' | 'after'): Map<string, Side> {
  if (model.kind === 'classic') {
    const counting = model[side].flatMap(({ key, points }) =>
      points === null ? [] : [{ key, points: rationalOf(points), members: new Set([key]) }],
    );
    return new Map(counting.map(({ key, ...rest }) => [key, rest]));
  }
  return new Map(model[side].map(({ key, max, recommendations }) => [key, { points: rationalOf(max), members: new Set(recommendations) }]));
}

/** What is in one of the two catalogues only changes because of the catalogue, whatever else happened to it. */
function patternOf(definition: Definition, changes: readonly StatusChange[]): Pick<Pattern, 'causes' | 'states'> {
  const { before, after, membersBefore, membersAfter, catalogueCause, causeOfMove } = definition;
  const isNewUnit = before === null || after === null;
  const parts = changes.map((change) => {
    const wasIn = membersBefore.has(change.recommendation);
    const isIn = membersAfter.has(change.recommendation);
    const from = wasIn ? change.before : null;
    const to = isIn ? change.after : null;
    return { from, to, cause: isNewUnit ? catalogueCause : wasIn === isIn ? change.cause : causeOfMove(change.recommendation) };
  });
  const causes = [...new Set(parts.flatMap(({ cause }) => cause ?? []))];
  const states = Array.from({ length: 2 ** causes.length }, (_, effective) => {
    return stateOf(parts.map(({ from, to, cause }) => (cause !== null && effective & (1 << causes.indexOf(cause)) ? to : from)));
  });
  return withoutIdle(causes, states);
}

/** As in C.1 of the controls model; of a single recommendation it is that one's status. */
function stateOf(statuses: readonly (Status | null)[]): State {
  if (statuses.includes('Unhealthy')) return 'unhealthy';
  return statuses.includes('Healthy') ? 'healthy' : 'out';
}

/** Drops causes that change no state in whatever company. */
function withoutIdle(causes: readonly ChangeCause[], states: readonly State[]): Pick<Pattern, 'causes' | 'states'> {
  const idle = causes.findIndex((_cause, bit) => states.every((state, effective) => state === states[effective ^ (1 << bit)]));
  if (idle < 0) return { causes, states };
  const rest = states.filter((_state, effective) => (effective & (1 << idle)) === 0);
  return withoutIdle(
    causes.filter((_cause, bit) => bit !== idle),
    rest,
  );
}
