import type { NotPermitted } from '@plumbline/inventory';
import type { ChangeCause, Transition } from '@plumbline/score';
import { ancestorsOf } from './arm-id.ts';
import type { Assessment } from './assessment.ts';
import { type JudgedResource, judgedResourcesOf, letterByStatus, numberOf, statusesOf } from './resource-statuses.ts';
import type { AssessmentRun } from './run.ts';
import type { ScopeFilter } from './scope.ts';

/** One of the two estates that are compared: a run over everything in its input, and the part of it that is scored. */
export interface ChangeSide {
  readonly run: AssessmentRun;
  readonly scope: ScopeFilter;
  /** What is declared to be completely collected, so that what is missing is gone. Lower case. */
  readonly collected: readonly { readonly type: string; readonly subscription?: string }[];
  /** What its collector was refused: what is missing there may well be there. */
  readonly notPermitted: readonly NotPermitted[];
}

export interface Transitions {
  readonly transitions: readonly Transition[];
  /** Resources that both estates hold; 0: two estates that have nothing to do with each other. */
  readonly shared: number;
  readonly onlyBefore: number;
  readonly onlyAfter: number;
}

/**
 * What became of each resource between two runs, counted by what happened, with the causes that statuses alone do not tell: a resource that is
 * missing is gone only where the later input holds others of its type in its subscription, or says that there are none, and none were refused; otherwise
 * nobody looked.
 *
 * @param groupOf anything to group an explanation by; told the resource of the later run where there is one
 */
export function transitionsOf(before: ChangeSide, after: ChangeSide, groupOf?: (resource: JudgedResource) => string): Transitions {
  const seenBefore = seenIn(before);
  const seenAfter = seenIn(after);
  const gathered = new Map<string, { readonly transition: Transition; count: number }>();
  const counts = { shared: 0, onlyBefore: 0, onlyAfter: 0 };
  for (const [from, to] of pairsOf(judgedResourcesOf(before.run), judgedResourcesOf(after.run))) {
    counts[from === undefined ? 'onlyAfter' : to === undefined ? 'onlyBefore' : 'shared'] += 1;
    const resource = to ?? from;
    if (resource === undefined) continue;
    const had = from !== undefined && before.scope.has(from.key, from.subscription) ? from : undefined;
    const has = to !== undefined && after.scope.has(to.key, to.subscription) ? to : undefined;
    if (had === undefined && has === undefined) continue;
    const cause =
      had === undefined
        ? arrivalOf(resource, from !== undefined || !before.scope.has(resource.key, resource.subscription), seenBefore)
        : has === undefined
          ? departureOf(resource, to !== undefined || !after.scope.has(resource.key, resource.subscription), seenAfter)
          : undefined;
    const causes =
      had !== undefined && has !== undefined
        ? causesOf(had.assessments, has.assessments, {
            came: () => arrivalOf(resource, false, seenBefore),
            went: () => departureOf(resource, false, seenAfter),
          })
        : undefined;
    const group = groupOf?.(resource);
    const key = [resource.subscription, group, cause, signatureOf(had), signatureOf(has), JSON.stringify(causes)].join('\n');
    const known = gathered.get(key);
    if (known !== undefined) {
      known.count += 1;
      continue;
    }
    const transition = {
      subscription: resource.subscription,
      before: had === undefined ? null : statusesOf(had.assessments),
      after: has === undefined ? null : statusesOf(has.assessments),
      ...(cause === undefined ? {} : { cause }),
      ...(causes === undefined ? {} : { causes }),
      ...(group === undefined ? {} : { group }),
    };
    gathered.set(key, { transition: { ...transition, count: 1 }, count: 1 });
  }
  return { transitions: [...gathered.values()].map(({ transition, count }) => ({ ...transition, count })), ...counts };
}

function arrivalOf(resource: JudgedResource, isScope: boolean, seen: Seen): ChangeCause {
  return isScope ? 'scopeEntered' : seen(resource) ? 'new' : 'newlyCollected';
}

function departureOf(resource: JudgedResource, isScope: boolean, seen: Seen): ChangeCause {
  return isScope ? 'scopeLeft' : seen(resource) ? 'gone' : 'noLongerCollected';
}

/** Whether an input can be asked for resources like this one. */
type Seen = (resource: JudgedResource) => boolean;

/** Types that are read out of their parents, and so are collected with them. */
const parentByType: Readonly<Record<string, string>> = { 'microsoft.network/virtualnetworks/subnets': 'microsoft.network/virtualnetworks' };

function seenIn({ run, collected, notPermitted }: ChangeSide): Seen {
  const found = new Set(collected.map(({ type, subscription }) => `${subscription?.toLowerCase() ?? '*'} ${type.toLowerCase()}`));
  for (const { subscription, type } of judgedResourcesOf(run)) found.add(`${subscription} ${type}`);
  const refused = new Set(notPermitted.map(({ type, scope }) => `${placeOf(scope)} ${type}`));
  return ({ key, subscription, type }) => {
    const types = [type, ...(parentByType[type] === undefined ? [] : [parentByType[type]])];
    // Resource Graph still gives what may be read in single resource groups.
    const isRefused = (place: string) => types.some((one) => refused.has(`${place} ${one}`));
    if (refused.size > 0 && ['*', subscription, ...ancestorsOf(key)].some(isRefused)) return false;
    return types.some((one) => found.has(`${subscription} ${one}`) || found.has(`* ${one}`));
  };
}

/** Where something was refused: a subscription by its id; `*` without a scope and above subscriptions, where it may be anywhere. */
function placeOf(scope: string | undefined): string {
  const own = scope?.toLowerCase();
  if (own === undefined || !own.startsWith('/subscriptions/')) return '*';
  return /^\/subscriptions\/([^/]+)$/.exec(own)?.[1] ?? own;
}

/** Joins two sorted streams by key. */
function* pairsOf(
  before: Iterable<JudgedResource>,
  after: Iterable<JudgedResource>,
): Iterable<readonly [JudgedResource | undefined, JudgedResource | undefined]> {
  const left = before[Symbol.iterator]();
  const right = after[Symbol.iterator]();
  let from = nextOf(left);
  let to = nextOf(right);
  while (from !== undefined || to !== undefined) {
    if (to === undefined || (from !== undefined && from.key < to.key)) {
      yield [from, undefined];
      from = nextOf(left);
    } else if (from === undefined || to.key < from.key) {
      yield [undefined, to];
      to = nextOf(right);
    } else {
      yield [from, to];
      from = nextOf(left);
      to = nextOf(right);
    }
  }
}

function nextOf<T>(iterator: Iterator<T>): T | undefined {
  const next = iterator.next();
  return next.done === true ? undefined : next.value;
}

/**
 * What somebody decided about an assessment; the rest is told by the statuses. Where a recommendation is judged at one moment only, the resource is known
 * at the other one merely by what was imported about it: it came or went, as far as our rules can tell.
 */
function causesOf(
  before: readonly Assessment[],
  after: readonly Assessment[],
  moved: { readonly came: () => ChangeCause; readonly went: () => ChangeCause },
): Readonly<Record<string, ChangeCause>> | undefined {
  const left = new Map(before.map((assessment) => [assessment.recommendation, assessment]));
  const causes: Record<string, ChangeCause> = {};
  for (const to of after) {
    const from = left.get(to.recommendation);
    left.delete(to.recommendation);
    if (from?.status === to.status) continue;
    if (to.cause === 'Exempt') causes[to.recommendation] = 'exempted';
    else if (to.cause === 'OffByPolicy') causes[to.recommendation] = 'switchedOff';
    else if (from?.cause === 'Exempt') causes[to.recommendation] = 'exemptionEnded';
    else if (from?.cause === 'OffByPolicy') causes[to.recommendation] = 'switchedOn';
    else if (from === undefined) causes[to.recommendation] = moved.came();
  }
  for (const recommendation of left.keys()) causes[recommendation] = moved.went();
  return Object.keys(causes).length === 0 ? undefined : causes;
}

function signatureOf(resource: JudgedResource | undefined): string {
  if (resource === undefined) return '';
  let signature = '-';
  for (const { recommendation, status } of resource.assessments) signature += letterByStatus[status] + numberOf(recommendation);
  return signature;
}
