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
import { countsAt } from './counts-at.ts';
import { momentsEvenly } from './evenly.ts';
import type { KeptMoment } from './moments.ts';
import { contextAt } from './past-view.ts';
import { journalBetween, membersOf, undone } from './undo.ts';

const mostPoints = 1000;

/** Scores over time: the journal is taken back once, and the score is told at the moments chosen. */
export async function historyOf(view: View, selection: Selection, query: HistoryQuery): Promise<readonly HistoryPoint[]> {
  const { reader } = view;
  const from = query.from === undefined ? 0 : Date.parse(query.from);
  const to = query.to === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(query.to);
  const chosen = await momentsEvenly(reader, { from, to }, Math.min(query.points ?? 100, mostPoints));
  const points: HistoryPoint[] = [];
  for (const moment of chosen.toReversed()) {
    const { sequence } = moment;
    const everything = await countsAt(view, sequence);
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
  const counts = await selectedAt(view, selection, moment, everything);
  const item = wantedItem(setup, query.recommendation);
  return {
    score: tallier.scoreOf(counts, query),
    ...(item === undefined ? {} : { recommendation: tallied(setup, counts, ordinalOf(setup, item)) }),
    ...(query.subscriptions === true ? { subscriptions: percentages(counts, query, tallier) } : {}),
  };
}

async function selectedAt(view: View, selection: Selection, moment: KeptMoment, everything: Counts): Promise<Counts> {
  const { reader, mirror } = view;
  // The very same object, by which what was counted from it is remembered.
  if ((selection.scope ?? []).length === 0 && selection.readable === undefined) return everything;
  const context = await contextAt(view, moment);
  const { parts } = selectedIn({ counts: everything, context }, selection, mirror);
  const partly = new Map([...parts].filter(([, part]) => part !== 'whole'));
  const whole = new Map([...everything].filter(([subscription]) => parts.get(subscription) === 'whole'));
  if (partly.size === 0) return whole.size === everything.size ? everything : whole;
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
