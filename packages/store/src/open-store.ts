import { applyBatch, checkTime } from './apply.ts';
import type { Database } from './database.ts';
import { eventsOf, publish } from './events.ts';
import { importEntries } from './import-estate.ts';
import { openState } from './open-state.ts';
import { reportOfView } from './read/report.ts';
import { viewed } from './read/view.ts';
import { openSqlite } from './sqlite/open-sqlite.ts';
import { writeMoment } from './state.ts';
import type { OpenOptions, StoreLocation } from './store.ts';
import { settleWork } from './write/settle-work.ts';

export async function openStore(location: StoreLocation, options: OpenOptions) {
  const database = await openDatabase(location);
  try {
    return await storeOver(database, options);
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openDatabase(location: StoreLocation): Promise<Database> {
  if (location.kind === 'sqlite') return openSqlite(location.folder);
  throw new Error('not yet');
}

async function storeOver(database: Database, options: OpenOptions) {
  const state = await openState(database, options);
  const model = options.model ?? 'classic';
  return {
    state,
    apply: (batch: import('./store.ts').Batch) => applyBatch(state, batch, model),
    importEstate: (entries: Parameters<typeof importEntries>[1], given: Parameters<typeof importEntries>[2]) =>
      importEntries(state, entries, given, model),
    async advance(at: string) {
      checkTime(at);
      const expired = [...state.mirror.context.exemptions.values()].filter((e) => e.expired).length;
      const written = await writeMoment(state, { kind: 'clock', at }, { edit: async () => {}, settle: (work) => settleWork(work) });
      publish(state, eventsOf(state, written, model));
      return {
        sequence: written.after.sequence,
        expired: [...written.after.context.exemptions.values()].filter((e) => e.expired).length - expired,
      };
    },
    report: (selection: import('./store.ts').Selection, scoring: import('@plumbline/assess').ScoringOptions) =>
      viewed(state, selection, (view) => reportOfView(view, scoring)),
    close: () => database.close(),
  };
}
