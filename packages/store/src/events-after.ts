// Events made again from the journal: for clients that come back, and for what other processes have done.
import type { Model } from '@plumbline/assess';
import { isSpecial } from './context.ts';
import { numberAt, type Reader, textAt } from './database.ts';
import { type ChangedResource, eventsOfMoment } from './events.ts';
import { grouped } from './grouped.ts';
import { catalogueAt } from './history/catalogue-at.ts';
import { momentsBetween } from './history/moments.ts';
import { journalBetween, loadShapes, undone } from './history/undo.ts';
import { countsAfter, type Mirror } from './mirror.ts';
import { headIn, type State } from './state.ts';
import type { StoreEvent } from './store.ts';

/** Moments further back are read anew rather than told one by one. */
const mostMoments = 500;

/** @returns events of all moments after one, up to the mirror's; undefined when they are too many, or forgotten. */
export async function eventsSince(
  state: State,
  reader: Reader,
  given: { readonly sequence: number; readonly mirror: Mirror; readonly model: Model },
): Promise<readonly StoreEvent[] | undefined> {
  const { sequence, mirror, model } = given;
  if (sequence > mirror.sequence) return undefined;
  if (mirror.sequence - sequence > mostMoments || sequence < (await headIn(reader)).compacted) return undefined;
  const moments = await momentsBetween(reader, sequence, mirror.sequence);
  const journal = await journalBetween(reader, sequence, mirror.sequence);
  await loadShapes(state, reader, journal);
  const changed = await changedResources(reader, sequence, mirror.sequence);
  const journalBySequence = grouped(journal, (row) => row.sequence);
  const events: StoreEvent[][] = [];
  let after = mirror.counts;
  for (const moment of moments.toReversed()) {
    const back = undone(journalBySequence.get(moment.sequence) ?? [], 'everything');
    const before = countsAfter(after, back);
    const { tallier } = await catalogueAt(state, reader, moment.catalogue);
    const differences = new Map(
      [...back].map(([subscription, own]) => [subscription, negated(own)] as const).filter(([, own]) => own.size > 0),
    );
    events.push(
      eventsOfMoment(state.setup, tallier, model, {
        sequence: moment.sequence,
        at: moment.at,
        differences,
        before,
        after,
        resources: changed.get(moment.sequence) ?? [],
      }),
    );
    after = before;
  }
  return events.toReversed().flat();
}

function negated(own: ReadonlyMap<number, number>): ReadonlyMap<number, number> {
  return new Map([...own].flatMap(([shape, difference]) => (difference === 0 ? [] : [[shape, -difference]])));
}

async function changedResources(reader: Reader, after: number, until: number): Promise<ReadonlyMap<number, readonly ChangedResource[]>> {
  const rows = await reader.query(
    `SELECT t.sequence, t.subscription, min(t.recommendation) AS mark, r.rid, r.id, r.type FROM transition t
     JOIN resource r ON r.subscription = t.subscription AND r.rid = t.rid
     WHERE t.sequence > $1 AND t.sequence <= $2
     GROUP BY t.sequence, t.subscription, r.rid, r.id, r.type ORDER BY t.sequence, t.subscription, r.rid LIMIT 20000`,
    [after, until],
  );
  const resources = rows
    .filter((row) => !isSpecial({ type: textAt(row, 'type'), key: textAt(row, 'id').toLowerCase() }))
    .map((row) => {
      const mark = numberAt(row, 'mark');
      return {
        sequence: numberAt(row, 'sequence'),
        id: textAt(row, 'id'),
        type: textAt(row, 'type'),
        subscription: textAt(row, 'subscription'),
        change: mark === -2 ? ('delete' as const) : mark === -1 ? ('put' as const) : ('status' as const),
      };
    });
  return grouped(resources, ({ sequence }) => sequence);
}
