import { type Assessment, reportOf } from '@plumbline/assess';
import type { CatalogueItem } from '@plumbline/catalogue';
import type { AssessedItem, ExemptionRequest, ExemptionRow, GroupNode, ResourceRow, Session, SubscriptionScore } from '../model/answers.ts';
import { partsOf } from '../model/fix-command.ts';
import type { ModelName } from '../model/screens.ts';
import { catalogue, type FixtureEstate, type FixtureMoment, isInScope } from './fixture-estate.ts';

/** An error answer. */
export class Refusal extends Error {
  readonly status: number;
  readonly hint: string | undefined;
  constructor(status: number, detail: string, hint?: string) {
    super(detail);
    this.status = status;
    this.hint = hint;
  }
}

export interface Answers {
  answer(method: string, url: URL, body: string): Promise<unknown>;
  onEvent(listener: (text: string) => void): void;
  /** Tells everybody that something changed. */
  announce(moment: FixtureMoment): void;
}

export function answersOf(estate: FixtureEstate, role: Session['role']): Answers {
  const listeners: ((text: string) => void)[] = [];
  const announce = ({ sequence, at }: FixtureMoment) => {
    for (const listener of listeners)
      listener(`id: ${sequence}-1\nevent: score\ndata: ${JSON.stringify({ sequence, at, subscriptions: [] })}\n\n`);
  };
  const truth = () => ({ sequence: estate.head().sequence, at: estate.head().at, partial: false });
  const momentAt = (when: string | null) => {
    const found = when === null ? estate.head() : estate.moments.findLast(({ sequence, at }) => String(sequence) === when || at <= when);
    return found ?? estate.moments[0] ?? estate.head();
  };

  return {
    onEvent: (listener) => void listeners.push(listener),
    announce,
    async answer(method, url, body) {
      const path = url.pathname.slice('/api/v1'.length);
      const scope = url.searchParams.getAll('scope');
      const model = (url.searchParams.get('model') ?? 'classic') as ModelName;
      const report = () => estate.report(estate.head(), scope, model);
      const [, group = '', name = '', part = ''] = path.split('/').map(decodeURIComponent);
      if (method !== 'GET' && path !== '/what-if' && role === 'reader')
        throw new Refusal(403, 'The token does not allow this.', 'Ask for the role operator.');
      if (method === 'POST' && path === '/exemptions') {
        const moment = estate.exempt(JSON.parse(body) as ExemptionRequest);
        announce(moment);
        return { ...truth(), accepted: 1 };
      }
      if (method === 'DELETE') {
        announce(estate.remove(name));
        return truth();
      }
      switch (group) {
        case 'session':
          return {
            kind: 'local',
            name: 'this machine',
            role,
            scopes: null,
            version: '0.1.0',
            edition: catalogue.edition,
          } satisfies Session;
        case 'score':
          return report();
        case 'controls': {
          const { controls } = await report();
          const names = new Map(catalogue.controls.map((control) => [control.key, control.recommendations]));
          return { ...truth(), items: controls.map((control) => ({ ...control, recommendations: names.get(control.key) ?? [] })) };
        }
        case 'coverage':
          return { ...truth(), coverage: (await report()).coverage };
        case 'subscriptions':
          return { ...truth(), next: null, items: (await report()).subscriptions };
        case 'management-groups':
          return { ...truth(), items: groupsOf((await report()).subscriptions) };
        case 'exemptions':
          return { ...truth(), next: null, items: await exemptionsOf(estate, scope) };
        case 'history':
          return name === 'compare' ? compared(url.searchParams) : history(scope, model, url.searchParams.get('from'));
        case 'what-if':
          return supposed(scope, model, (JSON.parse(body) as { complete: readonly string[] }).complete);
        case 'recommendations': {
          const { recommendations, score } = await report();
          if (name === '') return { ...truth(), score, items: recommendations.map((row) => ({ ...row, ...shortAbout(itemOf(row.name)) })) };
          if (part === 'resources') return resourcesOf(itemOf(name), scope, url.searchParams);
          const row = recommendations.find((one) => one.name === itemOf(name).recommendation.name);
          const { after } = await supposed(scope, model, [name]);
          return { ...truth(), about: fullAbout(itemOf(name)), recommendation: row, score, completed: after };
        }
        case 'resources':
          return { ...truth(), resource: await resourceOf(name) };
        case 'search':
          return { ...truth(), items: searched(url.searchParams.get('q') ?? '') };
        default:
          throw new Refusal(404, 'There is nothing here.');
      }
    },
  };

  async function history(scope: readonly string[], model: ModelName, from: string | null) {
    const items = [];
    for (const moment of estate.moments) {
      if (from !== null && moment.at < from) continue;
      const run = await estate.run(moment, []);
      const profiles = run.profiles.filter(({ subscription }) => isInScope(run, scope, subscription));
      items.push({
        sequence: moment.sequence,
        at: moment.at,
        score: reportOf({ ...run, profiles, profilesWithoutExemptions: profiles }, { model }).score,
      });
    }
    return { ...truth(), items };
  }

  async function compared(query: URLSearchParams) {
    const [from, to] = [momentAt(query.get('from')), momentAt(query.get('to'))];
    const [scope, model] = [query.getAll('scope'), (query.get('model') ?? 'classic') as ModelName];
    const moments = estate.moments
      .filter(({ sequence }) => sequence > from.sequence && sequence <= to.sequence)
      .map(({ sequence, at }) => ({ sequence, at, kind: 'batch', put: 3, deleted: 0, statusChanges: 5 }));
    const [before, after] = [await estate.report(from, scope, model), await estate.report(to, scope, model)];
    return { ...truth(), from: before, to: after, moments, transitions: await estate.transitions(from, to), forgotten: false };
  }

  async function supposed(scope: readonly string[], model: ModelName, complete: readonly string[]) {
    const run = await estate.run(estate.head(), scope);
    const keys = new Set(complete.map((name) => itemOf(name).recommendation.key));
    const profiles = run.profiles.map((profile) => ({
      ...profile,
      statuses: profile.statuses.map((one) =>
        keys.has(one.recommendation) && one.status === 'Unhealthy' ? { ...one, status: 'Healthy' as const } : one,
      ),
    }));
    const [before, after] = [reportOf(run, { model }).score, reportOf({ ...run, profiles }, { model }).score];
    return { ...truth(), before, after, changed: 0, unknown: [] };
  }

  async function resourcesOf(item: CatalogueItem, scope: readonly string[], query: URLSearchParams) {
    const run = await estate.run(estate.head(), scope);
    const [statuses, search, subscription] = [query.getAll('status'), (query.get('search') ?? '').toLowerCase(), query.get('subscription')];
    const found = [...run.assessments()].filter(
      (one) =>
        one.recommendation === item.recommendation.key &&
        (statuses.length === 0 || statuses.includes(one.status)) &&
        one.resource.toLowerCase().includes(search) &&
        (subscription === null || one.subscription === subscription),
    );
    const [from, limit] = [Number(query.get('after') ?? 0), Number(query.get('limit') ?? 100)];
    const items = found.slice(from, from + limit).map(rowOf);
    return { ...truth(), items, next: from + limit < found.length ? String(from + limit) : null };
  }

  function rowOf(one: Assessment): ResourceRow {
    const { name, resourceGroup } = partsOf(one.resource);
    const entry = estate.head().entries.find(({ key }) => key === one.resource.toLowerCase());
    const [location, tags] = [entry?.resource['location'], entry?.resource['tags']];
    return {
      id: one.resource,
      name,
      type: one.type,
      subscription: one.subscription,
      resourceGroup: resourceGroup ?? null,
      location: typeof location === 'string' ? location : null,
      tags: (tags ?? {}) as ResourceRow['tags'],
      healthy: 1,
      unhealthy: 1,
      assessment: assessedOf(one),
    };
  }

  function assessedOf(one: Assessment): AssessedItem {
    const { name, title } = itemOf(one.recommendation).recommendation;
    const { at } = estate.moments[hashed(one.resource, estate.moments.length)] ?? estate.head();
    return { ...one, name, displayName: title, firstEvaluated: estate.moments[0]?.at ?? at, statusChanged: at };
  }

  async function resourceOf(id: string) {
    const run = await estate.run(estate.head(), []);
    const entry = estate.head().entries.find(({ key }) => key === id.toLowerCase());
    if (entry === undefined) throw new Refusal(404, 'There is no resource of this id that this token may read.');
    const assessments = [...run.assessments()].filter((one) => one.resource.toLowerCase() === entry.key).map(assessedOf);
    const { name, resourceGroup } = partsOf(id);
    const text = JSON.stringify(entry.resource).toLowerCase();
    const all = estate.head().entries.filter(({ key }) => key !== entry.key && !key.includes('/microsoft.security/assessments/'));
    return {
      id: entry.resource['id'],
      name,
      type: entry.type,
      subscription: entry.subscription ?? '',
      resourceGroup: resourceGroup ?? null,
      managementGroups: run.hierarchy.managementGroupsOf(entry.subscription ?? ''),
      firstSeen: estate.moments[0]?.at,
      changed: estate.head().at,
      resource: entry.resource,
      implied: false,
      assessments,
      dependsOn: all
        .filter(({ key }) => text.includes(`"${key}"`))
        .map(({ resource }) => textOf(resource['id']))
        .slice(0, 100),
      dependents: all
        .filter(({ resource }) => JSON.stringify(resource).toLowerCase().includes(`"${entry.key}"`))
        .map(({ resource }) => textOf(resource['id']))
        .slice(0, 100),
      history: (await estate.transitions(estate.moments[0] ?? estate.head(), estate.head())).filter(
        (one) => one.resource.toLowerCase() === entry.key,
      ),
    };
  }

  function searched(text: string) {
    const wanted = text.toLowerCase();
    const recommendations = catalogue.items
      .filter(({ recommendation: { title } }) => title.toLowerCase().includes(wanted))
      .map(({ recommendation: { name, title } }) => ({ kind: 'recommendation', id: name, title, detail: name }));
    const resources = estate
      .head()
      .entries.filter(({ key, type }) => !type.startsWith('microsoft.security') && partsOf(key).name.includes(wanted))
      .map(({ resource, type }) => ({ kind: 'resource', id: textOf(resource['id']), title: textOf(resource['name']), detail: type }));
    return [...recommendations.slice(0, 8), ...resources].slice(0, 20);
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function hashed(text: string, most: number): number {
  let sum = 0;
  for (const letter of text) sum = (sum * 7 + (letter.codePointAt(0) ?? 0)) % 9973;
  return sum % most;
}

function itemOf(wanted: string): CatalogueItem {
  const item = catalogue.items.find(({ recommendation: { name, key } }) => name === wanted || key === wanted);
  if (item === undefined)
    throw new Refusal(404, 'The catalogue has no recommendation of this name.', '/api/v1/recommendations lists them.');
  return item;
}

function shortAbout({ recommendation }: CatalogueItem) {
  const { threats, fix, name } = recommendation;
  const controls = catalogue.controls.flatMap((control) => (control.recommendations.includes(name) ? control.name : []));
  return { threats, effort: fix.effort, userImpact: fix.userImpact, controls };
}

function fullAbout(item: CatalogueItem) {
  const { key, name, title, severity, kind, why, whenNotToFix, resourceTypes, fix } = item.recommendation;
  const { steps, command, caution } = fix;
  return {
    key,
    name,
    displayName: title,
    severity,
    kind,
    points: item.points,
    ...shortAbout(item),
    why,
    whenNotToFix,
    resourceTypes,
    steps,
    command,
    caution,
  };
}

function groupsOf(subscriptions: readonly SubscriptionScore[]): readonly GroupNode[] {
  const parents = new Map<string, string | null>();
  for (const { managementGroups } of subscriptions)
    for (const [index, name] of managementGroups.entries()) parents.set(name, managementGroups[index + 1] ?? null);
  return [...parents].map(([name, parent]) => ({
    name,
    displayName: name,
    parent,
    score: null,
    resources: subscriptions
      .filter(({ managementGroups }) => managementGroups.includes(name))
      .reduce((sum, { resources }) => sum + resources, 0),
    groups: [...parents].flatMap(([child, above]) => (above === name ? child : [])),
    subscriptions: subscriptions.flatMap(({ id, managementGroups }) => (managementGroups[0] === name ? id : [])),
  }));
}

async function exemptionsOf(estate: FixtureEstate, scope: readonly string[]): Promise<readonly ExemptionRow[]> {
  const run = await estate.run(estate.head(), scope);
  return run.exemptions.map(({ exemption, assessments }) => {
    const entry = estate.head().entries.find(({ key }) => key === exemption.id.toLowerCase());
    const properties = (entry?.resource['properties'] ?? {}) as {
      readonly description?: string;
      readonly metadata?: { readonly owner?: string };
    };
    const { id, displayName, category, references, expiresOn, expired } = exemption;
    return {
      id,
      displayName,
      category,
      scope: exemption.scope,
      recommendations: references,
      reason: properties.description ?? displayName,
      owner: properties.metadata?.owner ?? null,
      expiresOn,
      expired,
      assessments,
    };
  });
}
