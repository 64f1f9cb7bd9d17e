import { type JudgePlan, planOf } from '@plumbline/assess';
import type { Catalogue } from '@plumbline/catalogue';
import { sourceOf, type Table } from './sources.ts';

/** What has to be asked for, so that everything in a catalogue can be judged. Types in lower case, in order. */
export interface Needs {
  /** Types by table of Resource Graph. */
  readonly queries: ReadonlyMap<Table, readonly string[]>;
  readonly subscriptionLists: readonly string[];
  /** Parents before what lies below them. */
  readonly children: readonly string[];
  /** Types that hang on others, with the types they are to be asked for on; `*`: on every resource. */
  readonly extensions: ReadonlyMap<string, readonly string[] | '*'>;
  /** Types whose resources are asked for one by one. */
  readonly whole: readonly string[];
  readonly directory: { readonly users: boolean; readonly groups: boolean };
  /** Types that a rule asks for and that cannot be collected, with the reason. */
  readonly unavailable: readonly { readonly type: string; readonly why: string }[];
  /** Everything that is collected, embedded types too: what can be declared complete. */
  readonly types: readonly string[];
  /** Types that rules are judged on; the others are only looked at by them. */
  readonly subjects: readonly string[];
  /** A rule is judged on any type. */
  readonly isEveryType: boolean;
}

/** Needed whatever is judged: who is exempted from what, and where a subscription hangs. */
const always = [
  'microsoft.resources/subscriptions',
  'microsoft.management/managementgroups',
  'microsoft.authorization/policyassignments',
  'microsoft.authorization/policyexemptions',
];

/**
 * @param options.everyType also resources that no rule looks at
 * @param options.policies definitions are read too, for assignments of one's own
 */
export function needsOf(catalogue: Catalogue, options: { readonly everyType?: boolean; readonly policies?: boolean } = {}): Needs {
  const plan = planOf(catalogue);
  const { subjects, isEveryType } = subjectsOf(plan);
  const wanted = new Set([...always, ...subjects, ...plan.keptPathsByType.keys()]);
  if (plan.items.some(({ kind }) => kind === 'imported')) wanted.add('microsoft.security/assessments');
  if (options.policies === true)
    wanted.add('microsoft.authorization/policydefinitions').add('microsoft.authorization/policysetdefinitions');

  const queries = new Map<Table, Set<string>>();
  const lists = new Set<string>();
  const children = new Set<string>();
  const extensions = new Map<string, readonly string[] | '*'>();
  const whole = new Set<string>();
  const unavailable: { type: string; why: string }[] = [];
  const directory = { users: false, groups: false };
  const take = (type: string): void => {
    wanted.add(type);
    const source = sourceOf(type);
    switch (source.kind) {
      case 'query':
        queries.set(source.table, (queries.get(source.table) ?? new Set()).add(type));
        break;
      case 'subscription-list':
        lists.add(type);
        break;
      case 'children':
        children.add(type);
        take(source.parent);
        break;
      case 'extension': {
        const hosts = hostsOf(plan, type);
        extensions.set(type, hosts);
        if (hosts !== '*') for (const host of hosts) if (host !== type) take(host);
        break;
      }
      case 'whole':
        whole.add(type);
        queries.set('resources', (queries.get('resources') ?? new Set()).add(type));
        break;
      case 'embedded':
        take(source.parent);
        break;
      case 'directory':
        directory[source.what] = true;
        break;
      case 'none':
        unavailable.push({ type, why: source.why });
        break;
      case 'hierarchy':
        break;
    }
  };
  for (const type of Array.from(wanted)) take(type);
  const lost = new Set(unavailable.map(({ type }) => type));
  return {
    queries: new Map([...queries].sort(byKey).map(([table, types]) => [table, [...types].sort(byText)])),
    subscriptionLists: [...lists].sort(byText),
    children: [...children].sort((a, b) => depthOf(a) - depthOf(b) || (a < b ? -1 : 1)),
    extensions: new Map([...extensions].sort(byKey)),
    whole: [...whole].sort(byText),
    directory,
    unavailable,
    types: [...wanted].filter((type) => !lost.has(type)).sort(byText),
    subjects: [...subjects].sort(byText),
    isEveryType: isEveryType || options.everyType === true,
  };
}

function subjectsOf(plan: JudgePlan): { readonly subjects: ReadonlySet<string>; readonly isEveryType: boolean } {
  const subjects = new Set<string>();
  let isEveryType = false;
  for (const planned of plan.items) {
    if (planned.kind === 'imported') continue;
    const types = typesOf(planned);
    if (types === undefined) isEveryType = true;
    for (const type of types ?? []) subjects.add(type);
  }
  return { subjects, isEveryType };
}

type Planned = JudgePlan['items'][number];

function typesOf(planned: Planned): readonly string[] | undefined {
  const declared = planned.item.recommendation.resourceTypes.map((type) => type.toLowerCase());
  if (declared.length > 0 || (planned.kind !== 'policy' && planned.kind !== 'applied')) return declared;
  const policies = planned.kind === 'policy' ? [planned.policy] : planned.applied.all;
  return policies.some(({ types }) => types === undefined) ? undefined : [...new Set(policies.flatMap(({ types }) => types ?? []))];
}

/** The types on which a rule looks for what hangs on a resource. */
function hostsOf(plan: JudgePlan, extension: string): readonly string[] | '*' {
  const hosts = new Set<string>();
  for (const planned of plan.items) {
    const isLooking =
      planned.kind === 'policy' || planned.kind === 'applied'
        ? (planned.kind === 'policy' ? [planned.policy] : planned.applied.all).some(({ related }) => related?.type === extension)
        : planned.kind === 'graph' && Object.keys(planned.recommendation.reads).some((type) => type.toLowerCase() === extension);
    if (!isLooking) continue;
    const types = typesOf(planned);
    if (types === undefined) return '*';
    for (const type of types) hosts.add(type);
  }
  return [...hosts].sort(byText);
}

function depthOf(type: string): number {
  return type.split('/').length;
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
