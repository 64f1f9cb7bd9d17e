import { reportOf, type ScoringOptions, type SubscriptionScore } from '@plumbline/assess';
import { objectIn } from '../json-object.ts';
import type { ExemptionRow, GroupNode } from '../store.ts';
import { runOfView } from './report.ts';
import { selectedCounts, type View } from './view.ts';

export async function subscriptionScores(view: View, options: ScoringOptions): Promise<readonly SubscriptionScore[]> {
  return reportOf(await runOfView(view), options).subscriptions;
}

/** Management groups above the selected subscriptions, parents first, each scored over what is selected below it. */
export async function groupTree(view: View, options: ScoringOptions): Promise<readonly GroupNode[]> {
  const { state, mirror } = view;
  const { hierarchy } = mirror.context;
  const counts = await selectedCounts(view);
  const below = new Map<string, Set<string>>();
  const parents = new Map<string, string | null>();
  const directly = new Map<string, Set<string>>();
  for (const subscription of counts.keys()) {
    const chain = subscription === '' ? [] : hierarchy.managementGroupsOf(subscription);
    const [direct] = chain;
    if (direct !== undefined) directly.set(direct, (directly.get(direct) ?? new Set()).add(subscription));
    for (const [at, group] of chain.entries()) {
      below.set(group, (below.get(group) ?? new Set()).add(subscription));
      parents.set(group, chain[at + 1] ?? parents.get(group) ?? null);
    }
  }
  const resourcesIn = (subscription: string) =>
    [...(counts.get(subscription) ?? [])].reduce((sum, [id, count]) => (state.setup.shapes.get(id).kind === 'real' ? sum + count : sum), 0);
  const nodes = [...below].map(([name, own]): GroupNode => {
    const subscriptions = [...own];
    return {
      name,
      displayName: hierarchy.groupNameOf(name),
      parent: parents.get(name) ?? null,
      score: state.setup.tallier.scoreOf(new Map([...counts].filter(([subscription]) => own.has(subscription))), options),
      resources: subscriptions.reduce((sum, subscription) => sum + resourcesIn(subscription), 0),
      groups: [...parents].flatMap(([group, parent]) => (parent === name ? [group] : [])).sort(),
      subscriptions: [...(directly.get(name) ?? [])].sort(),
    };
  });
  const depth = (node: GroupNode): number => depthOf(node.name, parents);
  return nodes.sort((a, b) => depth(a) - depth(b) || (a.name < b.name ? -1 : 1));
}

function depthOf(name: string, parents: ReadonlyMap<string, string | null>): number {
  const seen = new Set<string>();
  for (let group: string | null = name; group !== null && !seen.has(group); group = parents.get(group) ?? null) seen.add(group);
  return seen.size;
}

export async function exemptionRows(view: View): Promise<readonly ExemptionRow[]> {
  const run = await runOfView(view);
  const { context } = view.mirror;
  return run.exemptions.map(({ exemption, assessments, byRecommendation }): ExemptionRow => {
    const key = context.keyByExemption.get(exemption) ?? '';
    const properties = objectIn(context.entries.get(key)?.resource['properties']);
    const metadata = objectIn(properties['metadata']);
    const { description } = properties;
    return {
      id: exemption.id,
      displayName: exemption.displayName,
      category: exemption.category,
      scope: exemption.scope,
      recommendations: exemption.references,
      reason: typeof description === 'string' ? description : '',
      owner: typeof metadata['owner'] === 'string' ? metadata['owner'] : null,
      expiresOn: exemption.expiresOn,
      expired: exemption.expired,
      assessments,
      byRecommendation: Object.fromEntries(byRecommendation ?? []),
    };
  });
}
