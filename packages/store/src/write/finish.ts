// The end of a write: the moment gets its number, and counts, journal and context are moved with it.
import { numberAt, type Value } from '../database.ts';
import { type Counts, countsAfter, type Mirror, type Shapes, typesIn } from '../mirror.ts';
import { type Shape, shapeIn } from '../shape.ts';
import { tables } from '../tables.ts';
import { tallyDifferences } from '../tallied.ts';
import { isContextNoted, writeCollected } from './collected.ts';
import { journalText, shapeDifferences } from './journal.ts';
import type { Work } from './work.ts';

export interface Finished {
  readonly sequence: number;
  /** False when nothing was different from before: no moment was made. */
  readonly isMoment: boolean;
  readonly differences: Counts;
  readonly newShapes: ReadonlyMap<string, number>;
  /** The mirror as it is to be once this is committed; the counts of types are made then. */
  mirrorAfter(mirror: Mirror): Mirror;
}

export async function finish(work: Work): Promise<Finished> {
  const { transaction } = work;
  const differences = differencesIn(work);
  const isContextChanged = isContextNoted(work) || work.mirror.context.nextExpiry <= work.clock;
  const isMoment =
    work.kind === 'catalogue' || isContextChanged || work.put + work.deleted > 0 || work.journal.size > 0 || work.transitions.length > 0;
  if (work.isGenerationChanged) await transaction.run('UPDATE head SET generation = $1 WHERE id = 1', [work.generation]);
  await transaction.insert(
    'place',
    tables.place,
    [...work.lastRids].sort(([a], [b]) => (a < b ? -1 : 1)),
    'ON CONFLICT (subscription) DO UPDATE SET last_rid = excluded.last_rid',
  );
  const newShapes = new Map(work.newShapes);
  if (!isMoment) {
    return { sequence: work.mirror.sequence, isMoment, differences, newShapes, mirrorAfter: (mirror) => mirror };
  }
  await moveCounts(work, differences);
  // Taken last: from here to the commit the moments of all writers are in one line, and no longer than that.
  const [row] = await transaction.query(
    `UPDATE head SET sequence = sequence + 1, at = CASE WHEN at > $1 THEN at ELSE $1 END${isContextChanged ? ', context = sequence + 1' : ''}
     WHERE id = 1 RETURNING sequence, at`,
    [work.clock],
  );
  if (row === undefined) throw new Error('The head is missing.');
  const sequence = numberAt(row, 'sequence');
  await writeHistory(work, sequence);
  await transaction.notify();
  return {
    sequence,
    isMoment,
    differences,
    newShapes,
    mirrorAfter(mirror) {
      const counts = countsAfter(mirror.counts, differences);
      const types = differences.size === 0 ? mirror.types : typesAfter(mirror.types, { counts, differences, shapes: work.setup.shapes });
      const contextSequence = isContextChanged ? sequence : mirror.contextSequence;
      return { sequence, at: numberAt(row, 'at'), context: { ...work.context, clock: work.clock }, contextSequence, counts, types };
    },
  };
}

function typesAfter(
  before: Mirror['types'],
  { counts, differences, shapes }: { readonly counts: Counts; readonly differences: Counts; readonly shapes: Shapes },
): Mirror['types'] {
  const types = new Map(before);
  for (const subscription of differences.keys()) {
    const own = counts.get(subscription);
    if (own === undefined) types.delete(subscription);
    else types.set(subscription, typesIn(own, shapes));
  }
  return types;
}

function differencesIn(work: Work): Counts {
  const bySubscription = new Map<string, Map<number, number>>();
  for (const [subscription, changes] of work.journal) {
    const own = shapeDifferences(changes);
    if (own.size > 0) bySubscription.set(subscription, own);
  }
  return bySubscription;
}

const addCount = 'DO UPDATE SET count =';

async function moveCounts(work: Work, differences: Counts): Promise<void> {
  const { transaction } = work;
  const profiles = sortedRows(
    [...differences].flatMap(([subscription, own]) => [...own].map(([shape, count]) => [subscription, shape, count])),
  );
  await transaction.insert(
    'profile',
    tables.profile,
    profiles,
    `ON CONFLICT (subscription, shape) ${addCount} profile.count + excluded.count`,
  );
  const made = new Map<number, Shape>([...work.newShapes].map(([text, id]) => [id, shapeIn(text)]));
  const tallies = [...tallyDifferences(differences, (id) => made.get(id) ?? work.setup.shapes.get(id))].flatMap(([subscription, own]) =>
    [...own].flatMap(([name, count]) => (count === 0 ? [] : [[subscription, Number(name.slice(0, -1)), name.slice(-1), count]])),
  );
  await transaction.insert(
    'tally',
    tables.tally,
    sortedRows(tallies),
    `ON CONFLICT (subscription, recommendation, status) ${addCount} tally.count + excluded.count`,
  );
}

/** In one order in all processes, so that two that touch the same rows do not lock each other out. */
function sortedRows(rows: readonly (readonly Value[])[]): readonly (readonly Value[])[] {
  return rows.toSorted((a, b) => (a.join('\n') < b.join('\n') ? -1 : 1));
}

const journalsAtOnce = 100;

async function writeHistory(work: Work, sequence: number): Promise<void> {
  const { transaction } = work;
  await transaction.insert('moment', tables.moment, [
    [sequence, work.clock, work.kind, work.setup.fingerprint, work.put, work.deleted, work.statusChanges],
  ]);
  const journal = [...work.journal];
  // Of a first import the texts are long.
  for (let at = 0; at < journal.length; at += journalsAtOnce) {
    const rows = journal.slice(at, at + journalsAtOnce);
    await transaction.insert(
      'journal',
      tables.journal,
      rows.map(([subscription, changes]) => [subscription, sequence, 0, journalText(changes)]),
    );
  }
  await transaction.insert(
    'transition',
    tables.transition,
    work.transitions.map(([subscription = '', rid = 0, ...rest]) => [subscription, rid, sequence, ...rest]),
  );
  await transaction.insert(
    'context',
    tables.context,
    [...work.contextChanges].map(([key, { subscription, entry }]) => [
      subscription,
      key,
      sequence,
      entry === null ? null : JSON.stringify(entry),
    ]),
  );
  await writeCollected(work);
}
