// One collection from its beginning to its end, or from where the last one broke off.
import type { Catalogue } from '@plumbline/catalogue';
import { type Clock, systemClock } from './clock.ts';
import type { Endpoints } from './clouds.ts';
import { type Folder, fileOf, openFolder, type Refused } from './export/folder.ts';
import { type Coverage, collectedIn, manifestOf } from './export/manifest.ts';
import { type Client, clientOf } from './http/client.ts';
import { type Credential, tokensOf } from './http/tokens.ts';
import { type Transport, undiciTransport } from './http/transport.ts';
import { type JsonMap, textIn } from './json.ts';
import { subscriptionsPerQuery } from './limits.ts';
import { type ProgressTeller, progressOf } from './progress.ts';
import { apiVersions } from './work/api-versions.ts';
import { type Discovered, discover, type Selection } from './work/discover.ts';
import { queryUnit } from './work/graph-query.ts';
import { childrenUnit, groupsUnit, listUnit, type Parent, subscriptionIn, usersUnit, wholeUnit } from './work/lists.ts';
import { type Needs, needsOf } from './work/needs.ts';
import { permissionsUnit } from './work/permissions.ts';
import { type ChildRequest, sourceOf } from './work/sources.ts';
import { runAll, runUnit, type Unit, type Workplace } from './work/unit.ts';
import { type Unreadable, unreadableIn } from './work/unreadable.ts';

export interface ConnectOptions {
  readonly endpoints: Endpoints;
  /** Makes a credential that remembers no token. */
  readonly credential: () => Promise<Credential>;
  /** Certificates (PEM) of authorities to trust besides those of Node. */
  readonly ca?: readonly string[];
  readonly transport?: Transport;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
  readonly patienceMs?: number;
  readonly retries?: number;
}

export interface CollectOptions extends ConnectOptions, Selection {
  /** The folder of the export. */
  readonly out: string;
  readonly catalogue: Catalogue;
  /** Policies of the user's are judged: their definitions in the estate are read too. */
  readonly policies?: boolean;
  /** Also resources that no rule looks at. */
  readonly everyType?: boolean;
  /** False: application settings are not asked for, even where the identity may read them. */
  readonly appSettings?: boolean;
  readonly tenant?: string;
  /** Subscriptions that were collected before: that one of them may be seen no longer is told. */
  readonly known?: readonly string[];
  readonly version?: string;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface Progress {
  readonly phase: string;
  readonly things: number;
  readonly requests: number;
  /** Requests that are known to be needed yet. */
  readonly remaining: number;
  /** undefined: too early to tell. */
  readonly remainingMs: number | undefined;
  /** A host asked to wait so long. */
  readonly waitingMs: number;
}

export interface CollectResult {
  readonly subscriptions: number;
  readonly things: number;
  readonly requests: number;
  readonly isResumed: boolean;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  /** Ids of all subscriptions that were to be collected, those that may not be read or are switched off among them. */
  readonly wanted: readonly string[];
  readonly refused: readonly Refused[];
  /** Queries that gave another number of rows than they announced. */
  readonly differences: Coverage['differences'];
  readonly redacted: number;
  readonly notes: readonly string[];
}

/** Resources in one bundle of requests. */
const bundle = 50;
/** Bundles and lists under way; what hosts take at once is counted apart. */
const unitsAtOnce = 12;

/** @returns a client, and what closes its connections. */
export function connect(options: ConnectOptions): { readonly client: Client; readonly clock: Clock; close(): Promise<void> } {
  const clock = options.clock ?? systemClock;
  const { signal } = options;
  const transport = options.transport ?? undiciTransport(options.ca === undefined ? {} : { ca: options.ca });
  const client = clientOf({
    endpoints: options.endpoints,
    tokens: tokensOf(options.credential, clock, signal),
    transport,
    clock,
    ...(signal === undefined ? {} : { signal }),
    ...(options.patienceMs === undefined ? {} : { patienceMs: options.patienceMs }),
    ...(options.retries === undefined ? {} : { retries: options.retries }),
  });
  return { client, clock, close: () => transport.close() };
}

/**
 * Collects what a catalogue needs into a folder that `plumbline scan` reads.
 * @throws {CollectError} when it cannot begin or go on, and the signal's reason; what was collected stays for the next try.
 */
export async function collect(options: CollectOptions): Promise<CollectResult> {
  const { client, clock, close } = connect(options);
  try {
    return await collectWith(client, clock, options);
  } finally {
    await close();
  }
}

/** The same over connections that are there already. */
export async function collectWith(client: Client, clock: Clock, options: CollectOptions): Promise<CollectResult> {
  const { out, catalogue, endpoints } = options;
  const needs = needsOf(catalogue, { everyType: options.everyType === true, policies: options.policies === true });
  const found = await discover(client, options, { tenant: options.tenant, known: options.known ?? [] });
  const subscriptions = found.subscriptions.map(({ id }) => id);
  const key = { version: 1, endpoints, subscriptions, needs: keyOf(needs), appSettings: options.appSettings !== false };
  const folder = await openFolder(out, key, new Date(clock.now()).toISOString());
  try {
    return await collectInto(folder, { client, clock, options, needs, found });
  } finally {
    await folder.close();
  }
}

async function collectInto(
  folder: Folder,
  given: {
    readonly client: Client;
    readonly clock: Clock;
    readonly options: CollectOptions;
    readonly needs: Needs;
    readonly found: Discovered;
  },
): Promise<CollectResult> {
  const { client, clock, options, needs, found } = given;
  const { signal, endpoints } = options;
  const requestsBefore = client.requests() - found.requestIds.length;
  const subscriptions = found.subscriptions.map(({ id }) => id);
  const progress = progressOf(client, clock, options.onProgress);
  const at: Workplace = {
    client,
    folder,
    clock,
    ...(signal === undefined ? {} : { signal }),
    seenAbove: new Set(),
    onPage: progress.onPage,
  };

  await runUnit(hierarchyUnit(found), at);
  progress.phase('Subscriptions', [...firstUnits(client, needs, subscriptions, endpoints)].length);
  await runAll(firstUnits(client, needs, subscriptions, endpoints), at, unitsAtOnce);
  await againWhereDifferent(client, needs, subscriptions, at);
  for (const type of needs.whole) await below(type, at, { progress, unitsOf: (held, id) => wholeOf(client, type, held, id) });
  const notes: string[] = [...found.leftOut];
  const unreadable = unreadableIn(needs);
  const versions = apiVersions(client, subscriptions[0] ?? '');
  for (const type of needs.children) {
    const source = sourceOf(type);
    if (source.kind !== 'children') continue;
    const asked = await versions.fill(
      type,
      source.asked.filter(({ isSettings }) => isSettings !== true || options.appSettings !== false),
    );
    if (asked === undefined) notes.push(`${type} is known to no provider, so it was not asked for`);
    else await childrenBelow(type, [source.parent], asked, { client, at, progress, unreadable });
  }
  for (const [type, hosts] of needs.extensions) {
    const source = sourceOf(type);
    if (source.kind !== 'extension') continue;
    const asked = await versions.fill(type, source.asked);
    if (asked !== undefined)
      await childrenBelow(type, hosts === '*' ? [...folderTypes(folder)] : hosts, asked, { client, at, progress, unreadable });
  }
  if (needs.directory.groups && endpoints.graph !== undefined) await groupsBelow({ client, at, progress });

  const coverage = await collectedIn(folder, needs, { subscriptions, endpoints });
  await folder.finish(
    manifestOf(folder, coverage, {
      found,
      endpoints,
      selection: { managementGroups: options.managementGroups, subscriptions: options.subscriptions },
      finishedAt: new Date(clock.now()).toISOString(),
      version: options.version,
      requestIds: found.requestIds,
    }),
  );
  return {
    subscriptions: subscriptions.length,
    things: [...folder.files().values()].reduce((sum, { rows }) => sum + rows, 0),
    requests: client.requests() - requestsBefore,
    isResumed: folder.isResumed,
    startedAt: folder.startedAt,
    wanted: found.wanted,
    refused: coverage.refused,
    differences: coverage.differences,
    redacted: [...coverage.redactions.values()].reduce((sum, count) => sum + count, 0),
    notes: [...notes, ...coverage.notes],
  };
}

function keyOf(needs: Needs): object {
  return { ...needs, queries: [...needs.queries], extensions: [...needs.extensions] };
}

/** What discovery found is written as the first of all units. */
function hierarchyUnit({ groups, refused, requestIds }: Discovered): Unit {
  const what = 'microsoft.management/managementgroups';
  return {
    id: 'hierarchy',
    what,
    request: 'GET /providers/Microsoft.Management/managementGroups/{id}?api-version=2021-04-01&$expand=children&$recurse=true',
    scopes: groups.length,
    fileFor: () => fileOf(what),
    ask: () => Promise.resolve({ rows: groups, refused, requestIds }),
  };
}

/** Everything that hangs on nothing but the subscriptions. */
export function* firstUnits(client: Client, needs: Needs, subscriptions: readonly string[], endpoints: Endpoints): Generator<Unit> {
  yield* queryUnits(client, needs, subscriptions);
  const queried = [...needs.queries.values()].flat();
  for (const type of needs.subscriptionLists) {
    const source = sourceOf(type);
    if (source.kind !== 'subscription-list') continue;
    const { kind: _kind, ...list } = source;
    if (type === 'microsoft.authorization/roledefinitions') yield listUnit(client, { ...list, type, filter: "type eq 'BuiltInRole'" });
    for (const subscription of subscriptions) yield listUnit(client, { ...list, type, subscription });
  }
  const unreadable = unreadableIn(needs);
  for (const subscription of subscriptions) yield permissionsUnit(client, subscription, { types: queried, unreadable });
  if (needs.directory.users && endpoints.graph !== undefined) yield usersUnit(client);
}

function* queryUnits(client: Client, needs: Needs, subscriptions: readonly string[]): Generator<ReturnType<typeof queryUnit>> {
  const whole = new Set(needs.whole);
  for (const [table, needed] of needs.queries) {
    const types = table === 'resources' && needs.isEveryType ? undefined : needed;
    for (let from = 0; from < subscriptions.length; from += subscriptionsPerQuery) {
      yield queryUnit(client, {
        table,
        types,
        needed,
        subscriptions: subscriptions.slice(from, from + subscriptionsPerQuery),
        fileFor: (row) => {
          const type = (textIn(row, 'type') ?? table).toLowerCase();
          return whole.has(type) ? heldFileOf(type) : fileOf(type);
        },
      });
    }
  }
}

/** Pages come from an index that lives: where rows were missed on the way, the query is asked once more. Later rows win. */
async function againWhereDifferent(client: Client, needs: Needs, subscriptions: readonly string[], at: Workplace): Promise<void> {
  const totals = new Map<string, number[]>();
  for await (const { unit, page, total } of at.folder.steps()) {
    if (total === undefined) continue;
    if (page === 0) totals.set(unit, []);
    totals.get(unit)?.push(total);
  }
  for (const unit of queryUnits(client, needs, subscriptions)) {
    const seen = totals.get(unit.id);
    const rows = at.folder.state(unit.id)?.rows ?? 0;
    const isAsked = at.folder.state(`${unit.id} again`)?.isDone === true;
    if (seen !== undefined && !isAsked && seen.some((total) => total !== rows)) await runUnit({ ...unit, id: `${unit.id} again` }, at);
  }
}

/** Rows of types that are asked for in full wait here, where no scan looks. */
function heldFileOf(type: string): string {
  return `.held-${fileOf(type)}`;
}

interface Below {
  readonly client: Client;
  readonly at: Workplace;
  readonly progress: ProgressTeller;
}

async function childrenBelow(
  type: string,
  parents: readonly string[],
  asked: readonly (ChildRequest & { readonly apiVersion: string })[],
  { client, at, progress, unreadable }: Below & { readonly unreadable: Unreadable },
): Promise<void> {
  for (const parent of parents) {
    await below(parent, at, {
      progress,
      name: `${type} of ${parent}`,
      requestsEach: asked.length,
      isExtension: true,
      unitsOf: (rows, id) => {
        const list = rows.flatMap((row): Parent[] => {
          const resource = textIn(row, 'id');
          return resource === undefined ? [] : [{ id: resource, subscription: subscriptionIn(resource) }];
        });
        return childrenUnit(client, { type, parents: list, asked, id, unreadable });
      },
    });
  }
}

function wholeOf(client: Client, type: string, held: readonly JsonMap[], id: string): Unit {
  const source = sourceOf(type);
  if (source.kind !== 'whole') throw new Error(`${type} is not asked for in full`);
  return wholeUnit(client, { type, held, apiVersion: source.apiVersion, id });
}

/** Goes through the resources of a type that were written, in bundles. The same resource twice is asked for once. */
async function below(
  parent: string,
  at: Workplace,
  how: {
    readonly progress: ProgressTeller;
    readonly name?: string;
    readonly requestsEach?: number;
    readonly isExtension?: true;
    readonly unitsOf: (rows: readonly JsonMap[], id: string) => Unit;
  },
): Promise<void> {
  const name = how.name ?? `whole ${parent}`;
  const file = sourceOf(parent).kind === 'whole' ? heldFileOf(parent) : fileOf(parent);
  const rowsKnown = at.folder.rows(file);
  how.progress.phase(name, rowsKnown * (how.requestsEach ?? 1));
  async function* units(): AsyncGenerator<Unit> {
    const seen = new Set<string>();
    let rows: JsonMap[] = [];
    let count = 0;
    for await (const row of at.folder.read(file)) {
      const id = textIn(row, 'id')?.toLowerCase();
      if (id === undefined || seen.has(id)) continue;
      seen.add(id);
      rows.push(how.isExtension === true ? { id: row['id'] } : row);
      if (rows.length < bundle) continue;
      yield how.unitsOf(rows, `${name} #${count}`);
      rows = [];
      count += 1;
    }
    if (rows.length > 0) yield how.unitsOf(rows, `${name} #${count}`);
  }
  await runAll(units(), at, 4);
}

async function groupsBelow({ client, at, progress }: Below): Promise<void> {
  const groups = new Set<string>();
  for await (const assignment of at.folder.read(fileOf('microsoft.authorization/roleassignments'))) {
    const properties = assignment['properties'];
    const value = typeof properties === 'object' && properties !== null ? (properties as JsonMap) : {};
    const principal = textIn(value, 'principalId');
    if (principal !== undefined && textIn(value, 'principalType')?.toLowerCase() === 'group') groups.add(principal.toLowerCase());
  }
  const sorted = [...groups].sort();
  progress.phase('Members of groups', sorted.length);
  const units: Unit[] = [];
  for (let from = 0; from < sorted.length; from += 20) units.push(groupsUnit(client, sorted.slice(from, from + 20), `groups #${from}`));
  await runAll(units, at, 4);
}

/** Types of which something was written, for rules on every type. */
function* folderTypes(folder: Folder): Generator<string> {
  for (const file of folder.files().keys()) {
    const type = file.replace(/\.ndjson\.gz$/, '').replaceAll('_', '/');
    const source = sourceOf(type);
    if (source.kind === 'query' && source.table === 'resources') yield type;
  }
}
