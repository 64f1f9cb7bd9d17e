// A store for tests of HTTP: everything in memory, and everything computed anew at every read by the same assess().
import {
  type AssessmentRun,
  assess,
  type Hierarchy,
  hierarchyBuilder,
  isWithin,
  reportOf,
  type ScoringOptions,
  scopeFilterOf,
} from '@plumbline/assess';
import type { Catalogue } from '@plumbline/catalogue';
import { type Entry, entryOf } from '@plumbline/inventory';
import type { JsonObject, JsonValue } from '@plumbline/policy';
import {
  type Answer,
  type AssessedItem,
  type BatchResult,
  type Change,
  OperationError,
  type RefusedChange,
  type ResourceRow,
  type Selection,
  type Store,
  type StoreEvent,
  type When,
} from '@plumbline/store';

interface Snapshot {
  readonly sequence: number;
  readonly at: string;
  readonly entries: ReadonlyMap<string, JsonObject>;
  readonly events: readonly StoreEvent[];
}

const groupPrefix = '/providers/microsoft.management/managementgroups/';

export function memoryStore({ catalogue, now }: { readonly catalogue: Catalogue; readonly now: () => string }): Store {
  let head: Snapshot = { sequence: 0, at: now(), entries: new Map(), events: [] };
  const snapshots: Snapshot[] = [head];
  const answers = new Map<string, { readonly changes: string; readonly result: BatchResult }>();
  const settings = new Map<string, JsonValue>();
  const listeners = new Set<(events: readonly StoreEvent[]) => void>();
  let isClosed = false;

  const hierarchyOf = (snapshot: Snapshot): Hierarchy => {
    const builder = hierarchyBuilder();
    for (const resource of snapshot.entries.values()) for (const entry of entriesOf([resource])) builder.add(entry);
    return builder.build();
  };
  const isInside = (inner: string, outer: string): boolean => {
    const [a, b] = [idOf(inner), idOf(outer)];
    if (isWithin(a, b)) return true;
    if (!b.startsWith(groupPrefix)) return false;
    const subscription = /^\/subscriptions\/([^/]+)/.exec(a)?.[1];
    const hierarchy = hierarchyOf(head);
    if (subscription !== undefined) return hierarchy.managementGroupsOf(subscription).includes(b.slice(groupPrefix.length));
    return false;
  };
  const isReadable = (scope: string, readable: readonly string[] | undefined) =>
    readable === undefined || readable.some((outer) => isInside(scope, outer));
  const cut = ({ scope = [], readable }: Selection): { readonly scopes: readonly string[]; readonly partial: boolean } => {
    if (readable === undefined) return { scopes: scope, partial: false };
    const inner =
      scope.length === 0
        ? readable
        : [...scope.filter((one) => isReadable(one, readable)), ...readable.filter((one) => scope.some((outer) => isInside(one, outer)))];
    return {
      scopes: inner.length === 0 ? ['/subscriptions/nothing'] : inner,
      partial: scope.length === 0 || scope.some((one) => !isReadable(one, readable)),
    };
  };
  const runOf = (snapshot: Snapshot, selection: Selection, explain = false): Promise<AssessmentRun> =>
    assess(batches(entriesOf(snapshot.entries.values())), {
      catalogue,
      now: snapshot.at,
      scope: cut(selection).scopes,
      explain: explain ? 'all' : 'none',
    });
  const answer = <T>(value: T, selection: Selection, snapshot = head): Answer<T> => {
    if (isClosed) throw new OperationError('closed', 'The store is closed.', { hint: 'Open it again.' });
    return { value, sequence: snapshot.sequence, at: snapshot.at, partial: cut(selection).partial };
  };
  const report = async (snapshot: Snapshot, selection: Selection, options: ScoringOptions) => {
    const made = reportOf(await runOf(snapshot, selection), { ...options, generatedAt: snapshot.at });
    const filter = scopeFilterOf(cut(selection).scopes, hierarchyOf(snapshot));
    const items = made.exemptions.items.filter(({ id }) =>
      filter.has(id.toLowerCase(), /^\/subscriptions\/([^/]+)/.exec(id.toLowerCase())?.[1] ?? ''),
    );
    const scope = (selection.scope ?? []).map((one) => idOf(one, false));
    return answer({ ...made, scope, exemptions: { ...made.exemptions, items } }, selection, snapshot);
  };
  const snapshotAt = (when: When): Snapshot => {
    const found = snapshots.findLast((one) => ('sequence' in when ? one.sequence === when.sequence : one.at <= when.at));
    if (found === undefined) throw new OperationError('forgotten', 'That moment is not kept.', { hint: 'Ask for a later one.' });
    return found;
  };
  const selected = (selection: Selection): readonly Entry[] => {
    const filter = scopeFilterOf(cut(selection).scopes, hierarchyOf(head));
    return entriesOf(head.entries.values())
      .filter((entry) => filter.has(entry.key, entry.subscription ?? ''))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  };
  const itemsOf = async (selection: Selection, explain: boolean): Promise<readonly AssessedItem[]> => {
    const itemByKey = new Map(catalogue.items.map(({ recommendation }) => [recommendation.key, recommendation]));
    return [...(await runOf(head, selection, explain)).assessments()].map((one) => {
      const { name = '', title = '' } = itemByKey.get(one.recommendation) ?? {};
      return { ...one, name, displayName: title, firstEvaluated: head.at, statusChanged: head.at };
    });
  };
  const exemptionRows = (selection: Selection) =>
    selected(selection).flatMap(({ type, resource }) => {
      if (type !== 'microsoft.authorization/policyexemptions') return [];
      const id = String(resource['id']);
      const properties = (resource['properties'] ?? {}) as JsonObject;
      return [
        {
          id,
          displayName: String(properties['displayName'] ?? ''),
          category: properties['exemptionCategory'] === 'Mitigated' ? ('Mitigated' as const) : ('Waiver' as const),
          scope: id.slice(0, id.toLowerCase().indexOf('/providers/microsoft.authorization/')),
          recommendations: (properties['policyDefinitionReferenceIds'] ?? []) as readonly string[],
          reason: String(properties['description'] ?? ''),
          owner: null,
          expiresOn: (properties['expiresOn'] ?? null) as string | null,
          expired: false,
          assessments: 0,
        },
      ];
    });
  const commit = async (entries: ReadonlyMap<string, JsonObject>, at: string, touched: readonly string[]) => {
    const sequence = head.sequence + 1;
    const before = (await report(head, {}, { model: 'classic' })).value.score;
    const subscriptions = [...new Set(touched.flatMap((key) => /^\/subscriptions\/([^/]+)/.exec(key.toLowerCase())?.[1] ?? []))];
    const next: Snapshot = { sequence, at, entries, events: [] };
    const after = (await report(next, {}, { model: 'classic' })).value.score;
    const events: StoreEvent[] = touched.map((resource, index) => ({
      id: `${sequence}-${index}`,
      sequence,
      at,
      kind: 'resource',
      subscriptions: subscriptions.filter((id) => resource.toLowerCase().startsWith(`/subscriptions/${id}`)),
      resource,
      change: 'put',
    }));
    events.push({ id: `${sequence}-${touched.length}`, sequence, at, kind: 'score', subscriptions, score: { before, after } });
    head = { ...next, events };
    snapshots.push(head);
    for (const listener of listeners) listener(events);
    return { scoreBefore: before, scoreAfter: after };
  };
  const seen = (event: StoreEvent, readable: readonly string[] | undefined) =>
    event.resource === undefined
      ? event.subscriptions.some((id) => isReadable(`/subscriptions/${id}`, readable))
      : isReadable(event.resource, readable);
  const filterEvents = (events: readonly StoreEvent[], readable: readonly string[] | undefined) =>
    readable === undefined ? events : events.filter((event) => seen(event, readable)).map(({ score: _score, ...event }) => event);

  let last: Promise<unknown> = Promise.resolve();
  const apply: Store['apply'] = async ({ key, changes, at }) => {
    if (isClosed) throw new OperationError('closed', 'The store is closed.', { hint: 'Open it again.' });
    const known = key === undefined ? undefined : answers.get(key);
    if (known !== undefined) {
      if (known.changes !== JSON.stringify(changes))
        throw new OperationError('key-reused', 'The key was used for other changes.', { hint: 'Use a new key.' });
      return { ...known.result, replayed: true };
    }
    const entries = new Map(head.entries);
    const refused: RefusedChange[] = [];
    const touched: string[] = [];
    const exemptions: string[] = [];
    changes.forEach((change, index) => {
      const done = applied(change, entries);
      if (done === undefined) refused.push({ line: index + 1, reason: 'It is unknown here.', hint: 'Check it.' });
      else touched.push(done);
      if (change.op === 'exempt' && done !== undefined) exemptions.push(done);
    });
    const score = (await report(head, {}, { model: 'classic' })).value.score;
    const scores = touched.length === 0 ? { scoreBefore: score, scoreAfter: score } : await commit(entries, at, touched);
    const counts = { put: touched.length, deleted: 0, judged: touched.length };
    const result = {
      sequence: head.sequence,
      at: head.at,
      accepted: changes.length - refused.length,
      refused,
      replayed: false,
      ...scores,
      exemptions,
      ...counts,
    };
    if (key !== undefined) answers.set(key, { changes: JSON.stringify(changes), result });
    return result;
  };

  return {
    apply: (batch) => {
      const done = last.then(() => apply(batch));
      last = done.catch(() => undefined);
      return done;
    },
    async importEstate(stream, { at }) {
      const entries = new Map(head.entries);
      let read = 0;
      for await (const batch of stream) {
        for (const { key, resource } of batch) entries.set(key, resource);
        read += batch.length;
      }
      const scores = await commit(entries, at, []);
      return { sequence: head.sequence, read, put: read, unchanged: 0, deleted: 0, refused: [], ...scores };
    },
    advance: () => Promise.resolve({ sequence: head.sequence, expired: 0 }),
    async head() {
      const { sequence, at } = answer(head, {}).value;
      return { sequence, at };
    },
    report: (selection, options) => report(head, selection, options),
    subscriptions: async (selection, options) => answer((await report(head, selection, options)).value.subscriptions, selection),
    async managementGroups(selection, options) {
      const { subscriptions } = (await report(head, selection, options)).value;
      const names = [...new Set(subscriptions.flatMap(({ managementGroups }) => managementGroups))];
      const nodes = await Promise.all(
        names.map(async (name) => {
          const chain = subscriptions.find(({ managementGroups }) => managementGroups.includes(name))?.managementGroups ?? [];
          const { value } = await report(head, { ...selection, scope: [name] }, options);
          const directly = subscriptions.filter(({ managementGroups }) => managementGroups[0] === name).map(({ id }) => id);
          return {
            name,
            displayName: name,
            parent: chain[chain.indexOf(name) + 1] ?? null,
            score: value.score,
            resources: value.coverage.resources,
            groups: [],
            subscriptions: directly,
          };
        }),
      );
      return answer(nodes, selection);
    },
    coverage: async (selection) => answer((await report(head, selection, { model: 'classic' })).value.coverage, selection),
    exemptions: (selection) => Promise.resolve(answer(exemptionRows(selection), selection)),
    async resources(selection, { recommendation, status, search, after = '', limit = 100, explain = false }) {
      const items = recommendation === undefined ? [] : (await itemsOf(selection, explain)).filter(({ name }) => name === recommendation);
      const itemByResource = new Map(items.map((item) => [item.resource.toLowerCase(), item]));
      const rows = selected(selection).flatMap((entry): ResourceRow[] => {
        const item = itemByResource.get(entry.key);
        if (recommendation !== undefined && (item === undefined || (status !== undefined && !status.includes(item.status)))) return [];
        if (entry.key <= after || (search !== undefined && !entry.key.includes(search.toLowerCase()))) return [];
        return [{ ...rowOf(entry), ...(item === undefined ? {} : { assessment: item }) }];
      });
      const page = rows.slice(0, limit);
      return answer({ items: page, next: rows.length > limit ? (page.at(-1)?.id.toLowerCase() ?? null) : null }, selection);
    },
    async resource(id, selection) {
      const entry = selected(selection).find(({ key }) => key === id.toLowerCase());
      if (entry === undefined) return answer(undefined, selection);
      const { id: given, name, type, subscription, resourceGroup } = rowOf(entry);
      const assessments = (await itemsOf(selection, true)).filter(({ resource }) => resource.toLowerCase() === entry.key);
      const about = {
        managementGroups: hierarchyOf(head).managementGroupsOf(subscription),
        firstSeen: head.at,
        changed: head.at,
        implied: false,
      };
      return answer(
        {
          id: given,
          name,
          type,
          subscription,
          resourceGroup,
          ...about,
          resource: entry.resource,
          assessments,
          dependsOn: [],
          dependents: [],
          history: [],
        },
        selection,
      );
    },
    search: (selection, text, limit = 20) => {
      const hits = selected(selection).filter(({ key }) => key.includes(text.toLowerCase()));
      return Promise.resolve(
        answer(
          hits
            .slice(0, limit)
            .map((entry) => ({ kind: 'resource' as const, id: rowOf(entry).id, title: rowOf(entry).name, detail: entry.type })),
          selection,
        ),
      );
    },
    reportAt: async (selection, when, options) => report(snapshotAt(when), selection, options),
    history: async (selection, options) =>
      answer(
        await Promise.all(
          snapshots.map(async (one) => ({
            sequence: one.sequence,
            at: one.at,
            score: (await report(one, selection, options)).value.score,
          })),
        ),
        selection,
      ),
    async compare(selection, from, to, options) {
      const [left, right] = [snapshotAt(from), snapshotAt(to)];
      const reports = { from: (await report(left, selection, options)).value, to: (await report(right, selection, options)).value };
      return answer({ ...reports, moments: [], transitions: [], forgotten: false }, selection);
    },
    async whatIf(selection, { complete = [], remove = [] }, options) {
      const { value } = await report(head, selection, options);
      const raised = value.recommendations.filter(({ name, key }) => complete.includes(name) || complete.includes(key));
      const current = (value.score?.current ?? 0) + raised.reduce((sum, { impact }) => sum + impact, 0);
      const after = value.score === null ? null : { ...value.score, current, percentage: current / value.score.max };
      const known = new Set(selected(selection).map(({ key }) => String(key)));
      return answer(
        { before: value.score, after, changed: raised.length, unknown: remove.filter((id) => !known.has(id.toLowerCase())) },
        selection,
      );
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    eventsAfter(id, { readable }) {
      const [sequence = 0, number = 0] = id.split('-').map(Number);
      if (sequence < 1) return Promise.resolve(undefined);
      const events = snapshots
        .flatMap((one) => one.events)
        .filter((event) => {
          const [own = 0, ownNumber = 0] = event.id.split('-').map(Number);
          return own > sequence || (own === sequence && ownNumber > number);
        });
      return Promise.resolve(filterEvents(events, readable));
    },
    filterEvents: (events, { readable }) => filterEvents(events, readable),
    isReadable: (scope, { readable }) => isReadable(scope, readable),
    settings: {
      get: (name) => Promise.resolve(settings.get(name)),
      set: (name, value) => Promise.resolve(void (value === undefined ? settings.delete(name) : settings.set(name, value))),
      list: (prefix) =>
        Promise.resolve([...settings].filter(([name]) => name.startsWith(prefix)).map(([name, value]) => ({ name, value }))),
    },
    stats: () =>
      Promise.resolve({
        kind: 'sqlite',
        sequence: head.sequence,
        resources: head.entries.size,
        assessments: 0,
        subscriptions: 0,
        profiles: 0,
        bytes: 0,
        batches: head.sequence,
        waiting: 0,
        batchMs: [1, 2, 3],
      }),
    compact: () => Promise.resolve({ moments: 0, transitions: 0, resources: 0, batchKeys: 0, before: head.at }),
    recount: () => Promise.resolve([]),
    close: () => Promise.resolve(void (isClosed = true)),
  };
}

function applied(change: Change, entries: Map<string, JsonObject>): string | undefined {
  switch (change.op) {
    case 'put': {
      const entry = entryOf(change.resource);
      if (entry === undefined) return undefined;
      entries.set(entry.key, change.resource);
      return String(change.resource['id']);
    }
    case 'exempt': {
      const { scope, category, reason, recommendations, name = 'made-here', expiresOn } = change.exemption;
      const id = `${scope}/providers/Microsoft.Authorization/policyExemptions/${name}`;
      const dates = expiresOn === undefined ? {} : { expiresOn };
      const properties = {
        exemptionCategory: category,
        description: reason,
        displayName: reason,
        policyDefinitionReferenceIds: [...recommendations],
        ...dates,
      };
      entries.set(id.toLowerCase(), { id, type: 'Microsoft.Authorization/policyExemptions', name, properties });
      return id;
    }
    case 'delete':
    case 'revoke':
      return entries.delete(change.id.toLowerCase()) ? change.id : undefined;
    case 'assess':
    case 'complete':
      return undefined;
  }
}

function entriesOf(resources: Iterable<JsonObject>): readonly Entry[] {
  return [...resources].flatMap((resource) => entryOf(resource) ?? []);
}

async function* batches(entries: readonly Entry[]): AsyncGenerator<readonly Entry[]> {
  yield entries;
}

function rowOf(entry: Entry): ResourceRow {
  const { resource, type, subscription = '', resourceGroup = null } = entry;
  const text = (name: string) => (typeof resource[name] === 'string' ? resource[name] : null);
  return {
    id: text('id') ?? entry.key,
    name: text('name') ?? '',
    type,
    subscription,
    resourceGroup,
    location: text('location'),
    tags: {},
    healthy: 0,
    unhealthy: 0,
  };
}

function idOf(scope: string, isLower = true): string {
  const id = scope.startsWith('/')
    ? scope
    : /^[0-9a-f-]{36}$/i.test(scope)
      ? `/subscriptions/${scope}`
      : `/providers/Microsoft.Management/managementGroups/${scope}`;
  return isLower ? id.toLowerCase() : id;
}
