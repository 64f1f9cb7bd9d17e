import { advanceClock } from './advance.ts';
import { applyBatch } from './apply.ts';
import type { Database } from './database.ts';
import { readableEvents } from './events.ts';
import { eventsSince } from './events-after.ts';
import { causesBetween } from './history/causes.ts';
import { compactHistory } from './history/compact.ts';
import { compareMoments } from './history/compare.ts';
import { historyOf } from './history/history.ts';
import { momentAt } from './history/moments.ts';
import { pastReport } from './history/past-view.ts';
import { importEntries } from './import-estate.ts';
import { openState } from './open-state.ts';
import { OperationError } from './operation-error.ts';
import { assessedNamesPage, assessmentsPage } from './read/assessments.ts';
import { documentsPage } from './read/documents.ts';
import { apiScores, places, typesRead } from './read/places.ts';
import { reportOfView } from './read/report.ts';
import { resourceDetail } from './read/resource.ts';
import { resourceCounts } from './read/resource-counts.ts';
import { resourceGroupRows } from './read/resource-groups.ts';
import { resourcesPage } from './read/resources.ts';
import { searched } from './read/search.ts';
import { exemptionRows, groupTree, subscriptionScores } from './read/tree.ts';
import { type View, viewed, viewedAside } from './read/view.ts';
import { whatIfOf } from './read/what-if.ts';
import { recounted } from './recount.ts';
import { relayEvents } from './relay.ts';
import { isInParts, selectedIn } from './selection.ts';
import { settingsOf } from './settings.ts';
import { openSqlite } from './sqlite/open-sqlite.ts';
import { headIn, type State } from './state.ts';
import { statsOf } from './stats.ts';
import type { OpenOptions, Store, StoreLocation, When } from './store.ts';

/**
 * Opens a store, beginning it where there is none, and brings it to the newest version. When the catalogue is another one than last time,
 * everything is judged again before it returns.
 *
 * @throws {OperationError} folder-locked, folder-unusable, database-unreachable, database-refused, store-newer, store-damaged, disk-full
 */
export async function openStore(location: StoreLocation, options: OpenOptions): Promise<Store> {
  return (await openWithState(location, options)).store;
}

/** With what stands behind it, for tests that look at the rows. */
export async function openWithState(
  location: StoreLocation,
  options: OpenOptions,
): Promise<{ readonly store: Store; readonly state: State }> {
  const database = await openDatabase(location, options.fillScript);
  try {
    const state = await openState(database, options);
    return { store: storeOver(state, options), state };
  } catch (error) {
    await database.close();
    throw error;
  }
}

export async function openDatabase(location: StoreLocation, fillScript?: URL): Promise<Database> {
  if (location.kind === 'sqlite') return openSqlite(location.folder, fillScript);
  // Loaded only where it is used: most never do.
  const { openPostgres } = await import('./postgres/open-postgres.ts');
  return openPostgres(location.url, location.schema, fillScript);
}

function storeOver(state: State, options: OpenOptions): Store {
  const model = options.model ?? 'classic';
  relayEvents(state, model);
  const past = async (view: View, when: When) => {
    const moment = await momentAt(view.reader, when);
    if (moment !== undefined) return moment;
    throw new OperationError('bad-request', 'There is nothing before the first moment.', { hint: 'Take moments from the history.' });
  };
  return {
    apply: (batch) => applyBatch(state, batch, model),
    importEstate: (entries, given) => importEntries(state, entries, given, model),
    advance: (at) => advanceClock(state, at, model),
    head: () =>
      state.database.snapshot(async (reader) => {
        const { sequence, at } = await headIn(reader);
        return { sequence, at: new Date(at).toISOString() };
      }),
    report: (selection, scoring) => viewed(state, selection, (view) => reportOfView(view, scoring), `report ${JSON.stringify(scoring)}`),
    subscriptions: (selection, scoring) =>
      viewed(state, selection, (view) => subscriptionScores(view, scoring), `subscriptions ${JSON.stringify(scoring)}`),
    managementGroups: (selection, scoring) =>
      viewed(state, selection, (view) => groupTree(view, scoring), `groups ${JSON.stringify(scoring)}`),
    coverage: (selection) => viewed(state, selection, async (view) => (await reportOfView(view, { model })).coverage, 'coverage'),
    exemptions: (selection) => viewed(state, selection, exemptionRows, 'exemptions'),
    // A text that occurs nowhere is found out by looking at everything.
    resources: (selection, query) =>
      (query.search === undefined ? viewed : viewedAside)(state, selection, (view) => resourcesPage(view, query)),
    documents: (selection, query) => viewed(state, selection, (view) => documentsPage(view, query)),
    assessments: (selection, query) => viewed(state, selection, (view) => assessmentsPage(view, query)),
    assessedNames: (selection, query) => viewed(state, selection, (view) => assessedNamesPage(view, query)),
    places: (selection) => viewed(state, selection, places, 'places'),
    apiScores: (selection) => viewed(state, selection, apiScores, 'api scores'),
    types: (selection) => viewed(state, selection, typesRead, 'types'),
    resourceGroups: (selection) => viewed(state, selection, resourceGroupRows, 'resource groups'),
    resourceCounts: (selection) => viewed(state, selection, resourceCounts, 'resource counts'),
    resource: (id, selection) => viewed(state, selection, (view) => resourceDetail(view, id)),
    search: (selection, text, limit) => viewedAside(state, selection, (view) => searched(view, text, limit)),
    prepareSearches: () => state.words.fill(),
    async reportAt(selection, when, scoring) {
      const { value, partial } = await viewed(state, selection, async (view) => {
        const moment = await past(view, when);
        return { moment, report: await pastReport(view, selection, moment, scoring) };
      });
      return { value: value.report, sequence: value.moment.sequence, at: value.moment.at, partial };
    },
    history: (selection, query) =>
      viewed(state, selection, (view) => historyOf(view, selection, query), `history ${JSON.stringify(query)}`),
    compare: (selection, from, to, scoring) => viewed(state, selection, (view) => compareMoments(view, selection, { from, to }, scoring)),
    causes: (selection, from, to, scoring) =>
      viewed(
        state,
        selection,
        (view) => causesBetween(view, selection, { from, to }, scoring),
        `causes ${JSON.stringify([from, to, scoring])}`,
      ),
    whatIf: (selection, supposition, scoring) => viewed(state, selection, (view) => whatIfOf(view, supposition, scoring)),
    subscribe(listener) {
      // What happened while nobody listened is asked for by id.
      if (state.listeners.size === 0) state.published = Math.max(state.published, state.mirror.sequence);
      state.listeners.add(listener);
      return () => void state.listeners.delete(listener);
    },
    async eventsAfter(id, filter) {
      const sequence = Number(/^(\d+)-(\d+)$/.exec(id)?.[1]);
      const place = Number(/^(\d+)-(\d+)$/.exec(id)?.[2]);
      if (!Number.isSafeInteger(sequence)) return undefined;
      const { value } = await viewed(state, {}, ({ reader, mirror }) =>
        // The moment itself too: a client may have got only the first of its events.
        eventsSince(state, reader, { sequence: sequence - 1, mirror, model }),
      );
      const events = value?.filter((event) => event.sequence > sequence || Number(event.id.split('-')[1]) > place);
      return events === undefined ? undefined : readableEvents(state.mirror, events, filter);
    },
    filterEvents: (events, filter) => readableEvents(state.mirror, events, filter),
    isReadable(scope, { readable }) {
      if (readable === undefined) return true;
      const { parts, isPartial } = selectedIn(state.mirror, { scope: [scope], readable });
      return (
        !isPartial &&
        parts.size > 0 &&
        [...parts].every(([subscription, part]) => part === 'whole' || part.every((key) => isInParts(parts, key, subscription)))
      );
    },
    get catalogue() {
      return state.setup.catalogue;
    },
    settings: settingsOf(state),
    stats: () => statsOf(state),
    compact: (retention) => compactHistory(state, retention),
    recount: () => recounted(state),
    close: () => state.database.close(),
  };
}
