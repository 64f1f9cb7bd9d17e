import type { Letter } from '../letter.ts';
import { type Counts, countsAfter } from '../mirror.ts';
import type { View } from '../read/view.ts';
import { ordinalOf, wantedItem } from '../read/wanted-item.ts';
import { countsOf } from '../run-of.ts';
import { selectedIn } from '../selection.ts';
import type { Setup } from '../setup.ts';
import type { HistoryPoint, HistoryQuery, Selection } from '../store.ts';
import type { Tallier } from '../tallied.ts';
import { catalogueAt } from './catalogue-at.ts';
import { type KeptMoment, momentIn } from './moments.ts';
import { contextAt } from './past-view.ts';
import { journalBetween, loadShapes, membersOf, undone } from './undo.ts';

const mostPoints = 1000;

/** Scores over time: the journal is taken back once, and the score is told at the moments chosen. */
export async function historyOf(view: View, selection: Selection, query: HistoryQuery): Promise<readonly HistoryPoint[]> {
  const { reader, mirror } = view;
  const from = query.from === undefined ? 0 : Date.parse(query.from);
  const to = query.to === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(query.to);
  const rows = await reader.query(
    'SELECT sequence, at, kind, catalogue, put, deleted, status_changes FROM moment WHERE at >= $1 AND at <= $2 ORDER BY sequence',
    [from, to],
  );
  const chosen = evenly(rows.map(momentIn), Math.min(query.points ?? 100, mostPoints));
  const points: HistoryPoint[] = [];
  let everything: Counts = mirror.counts;
  let sequence = mirror.sequence;
  for (const moment of chosen.toReversed()) {
    const journal = await journalBetween(reader, moment.sequence, sequence);
    await loadShapes(view.state, reader, journal);
    everything = countsAfter(everything, undone(journal, 'everything'));
    sequence = moment.sequence;
    points.push({ sequence, at: moment.at, ...(await toldAt(view, selection, { moment, everything, query })) });
  }
  return points.toReversed();
}

async function toldAt(
  view: View,
  selection: Selection,
  { moment, everything, query }: { readonly moment: KeptMoment; readonly everything: Counts; readonly query: HistoryQuery },
): Promise<Omit<HistoryPoint, 'sequence' | 'at'>> {
  const { setup } = view.state;
  const { tallier } = await catalogueAt(view.state, view.reader, moment.catalogue);
  const counts = await countsAt(view, selection, moment, everything);
  const item = wantedItem(setup, query.recommendation);
  return {
    score: tallier.scoreOf(counts, query),
    ...(item === undefined ? {} : { recommendation: tallied(setup, counts, ordinalOf(setup, item)) }),
    ...(query.subscriptions === true ? { subscriptions: percentages(counts, query, tallier) } : {}),
  };
}

async function countsAt(view: View, selection: Selection, moment: KeptMoment, everything: Counts): Promise<Counts> {
  const { reader, mirror } = view;
  const isEverything = (selection.scope ?? []).length === 0 && selection.readable === undefined;
  const context = isEverything ? mirror.context : await contextAt(view, moment);
  const { parts } = selectedIn({ counts: everything, context }, selection, mirror);
  const partly = new Map([...parts].filter(([, part]) => part !== 'whole'));
  const whole = new Map([...everything].filter(([subscription]) => parts.get(subscription) === 'whole'));
  if (partly.size === 0) return whole;
  const journal = await journalBetween(reader, moment.sequence, mirror.sequence);
  return new Map([...whole, ...countsAfter(await countsOf(reader, mirror, partly), undone(journal, await membersOf(reader, partly)))]);
}

const memberByLetter = { h: 'healthy', u: 'unhealthy', n: 'notApplicable', x: 'notAssessed' } as const satisfies Record<Letter, string>;

function tallied({ shapes }: Setup, counts: Counts, wanted: number): NonNullable<HistoryPoint['recommendation']> {
  const tally = { healthy: 0, unhealthy: 0, notApplicable: 0, notAssessed: 0 };
  for (const own of counts.values()) {
    for (const [id, count] of own)
      for (const [ordinal, letter] of shapes.get(id).statuses) if (ordinal === wanted) tally[memberByLetter[letter]] += count;
  }
  return tally;
}

function percentages(counts: Counts, query: HistoryQuery, tallier: Tallier): NonNullable<HistoryPoint['subscriptions']> {
  return Object.fromEntries(
    [...counts].map(([subscription, own]) => [subscription, tallier.scoreOf(new Map([[subscription, own]]), query)?.percentage ?? null]),
  );
}

/** So many moments, evenly over time, with the first and the last. */
function evenly(moments: readonly KeptMoment[], count: number): readonly KeptMoment[] {
  const first = moments[0];
  const last = moments.at(-1);
  if (moments.length <= count || first === undefined || last === undefined) return moments;
  if (count <= 1) return [last];
  const chosen = new Set<KeptMoment>([first]);
  let at = 0;
  for (let step = 1; step < count; step += 1) {
    const until = first.atMs + ((last.atMs - first.atMs) * step) / (count - 1);
    while (at + 1 < moments.length && (moments[at + 1]?.atMs ?? Infinity) <= until) at += 1;
    const moment = moments[at];
    if (moment !== undefined) chosen.add(moment);
  }
  chosen.add(last);
  return [...chosen];
}
