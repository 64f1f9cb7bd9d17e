import { importedReader, planOf, scoringTableOf } from '@plumbline/assess';
import type { Catalogue } from '@plumbline/catalogue';
import { subscriptionOf } from '@plumbline/inventory';
import { assessmentType } from './context.ts';
import { type Database, numberAt, type Reader, textAt } from './database.ts';
import { fingerprintOf, keptCatalogue } from './fingerprint.ts';
import { shapesOf } from './mirror.ts';
import { bodiesOf, entryFrom, resourceColumns, storedResourceIn } from './rows.ts';
import { type Ordinals, readsClockIn, type Setup } from './setup.ts';
import { headIn, mirrorFrom, type State, writeMoment } from './state.ts';
import type { OpenOptions } from './store.ts';
import { tables } from './tables.ts';
import { tallierOf } from './tallied.ts';
import { answersFor } from './write/answers.ts';
import { settleWork } from './write/settle-work.ts';
import { addRid, type Work } from './write/work.ts';

/** Loads what is held in memory; judges everything again when the catalogue is another one than last time. */
export async function openState(database: Database, options: OpenOptions): Promise<State> {
  const { catalogue } = options;
  const prefer = options.prefer ?? 'rule';
  const fingerprint = fingerprintOf(catalogue, options);
  const head = await database.snapshot(headIn);
  const numbers = await numberRecommendations(database, catalogue);
  const plan = planOf(catalogue);
  const setup: Setup = {
    catalogue,
    fingerprint,
    plan,
    ordinals: numbers.ordinals,
    shapes: shapesOf(),
    prefer,
    readImported: importedReader(plan),
    readsClock: readsClockIn(plan),
  };
  const state: State = {
    database,
    setup,
    tallier: tallierOf(scoringTableOf(catalogue), setup.ordinals, setup.shapes),
    mirror: await database.snapshot((reader) => mirrorFrom(reader, setup, undefined)),
    answers: answersFor(plan.keptPathsByType),
    published: 0,
    listeners: new Set(),
    batchMs: [],
    batches: 0,
  };
  if (head.catalogue !== fingerprint) await judgeByCatalogue(state, options.now());
  state.published = state.mirror.sequence;
  return state;
}

/** Recommendations keep their numbers for ever; those of a new catalogue get the next ones. */
async function numberRecommendations(database: Database, catalogue: Catalogue): Promise<{ readonly ordinals: Ordinals }> {
  const read = async (reader: Reader) => {
    const rows = await reader.query('SELECT ordinal, key FROM recommendation ORDER BY ordinal');
    return rows.map((row) => ({ ordinal: numberAt(row, 'ordinal'), key: textAt(row, 'key') }));
  };
  let known = await database.snapshot(read);
  const keys = catalogue.items.map(({ recommendation }) => recommendation.key);
  const isMissing = (list: typeof known) => keys.some((key) => !list.some((row) => row.key === key));
  if (isMissing(known)) {
    known = await database.write(async (transaction) => {
      await transaction.lock(['recommendation'], 'exclusive');
      const before = await read(transaction);
      const ordinalByKey = new Map(before.map(({ ordinal, key }) => [key, ordinal]));
      let next = (before.at(-1)?.ordinal ?? -1) + 1;
      const added = keys.filter((key) => !ordinalByKey.has(key)).map((key) => [next++, key] as const);
      await transaction.insert('recommendation', tables.recommendation, added);
      return read(transaction);
    });
  }
  const keyByOrdinal = new Map(known.map(({ ordinal, key }) => [ordinal, key]));
  const ordinalByKey = new Map(known.map(({ ordinal, key }) => [key, ordinal]));
  const indexByKey = new Map(keys.map((key, index) => [key, index]));
  const ofIndex = keys.map((key) => ordinalByKey.get(key) ?? 0);
  return {
    ordinals: {
      ofIndex: (index) => ofIndex[index] ?? 0,
      indexOf: (ordinal) => indexByKey.get(keyByOrdinal.get(ordinal) ?? ''),
      keyOf: (ordinal) => keyByOrdinal.get(ordinal) ?? '',
    },
  };
}

async function judgeByCatalogue(state: State, now: string): Promise<void> {
  const { setup } = state;
  await writeMoment(
    state,
    { kind: 'catalogue', at: now },
    {
      async edit(work) {
        const { transaction } = work;
        await transaction.lock(['catalogue'], 'exclusive');
        await transaction.insert(
          'catalogue',
          tables.catalogue,
          [[setup.fingerprint, keptCatalogue(setup.catalogue)]],
          'ON CONFLICT (fingerprint) DO NOTHING',
        );
        await transaction.run('UPDATE head SET catalogue = $1 WHERE id = 1', [setup.fingerprint]);
        await noteEverything(work);
      },
      settle: (work) => settleWork(work),
    },
  );
}

/** All live resources are to be judged, and assessments from outside may name recommendations that are known only now. */
async function noteEverything(work: Work): Promise<void> {
  const { transaction } = work;
  const places = await transaction.query('SELECT subscription FROM place ORDER BY subscription');
  for (const place of places) {
    const subscription = textAt(place, 'subscription');
    const rids = await transaction.query('SELECT rid FROM resource WHERE subscription = $1 AND deleted = 0', [subscription]);
    for (const row of rids) addRid(work.dirty, subscription, numberAt(row, 'rid'));
    await noteAssessments(work, subscription);
  }
}

async function noteAssessments(work: Work, subscription: string): Promise<void> {
  const { transaction, setup } = work;
  const old = await transaction.query('SELECT subscription, resource_key, source_key FROM imported WHERE subscription = $1', [
    subscription,
  ]);
  for (const row of old) {
    work.importedRemoved.push([textAt(row, 'subscription'), textAt(row, 'resource_key'), textAt(row, 'source_key')]);
    work.assessedKeys.add(textAt(row, 'resource_key'));
    work.namedKeys.set(textAt(row, 'resource_key'), textAt(row, 'subscription'));
  }
  const rows = await transaction.query(
    `SELECT ${resourceColumns} FROM resource WHERE subscription = $1 AND type = $2 AND deleted = 0 AND implied = 0`,
    [subscription, assessmentType],
  );
  const stored = rows.map(storedResourceIn);
  const bodies = await bodiesOf(
    transaction,
    subscription,
    stored.map(({ rid }) => rid),
  );
  for (const row of stored) {
    const body = bodies.get(row.rid);
    const read = body === undefined ? undefined : setup.readImported(entryFrom(row, body));
    if (read === undefined || !('planned' in read)) continue;
    work.importedAdded.set(row.key, read);
    work.assessedKeys.add(read.resourceKey);
    work.namedKeys.set(read.resourceKey, subscriptionOf(read.resourceKey) ?? '');
  }
}
