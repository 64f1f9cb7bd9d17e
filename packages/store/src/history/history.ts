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
import { type KeptMoment, momentIn } from './moments.ts';
import { contextAt } from './past-view.ts';
import { journalBetween, membersOf, undone } from './undo.ts';

const mostPoints = 1000;

/** Scores over time: the journal is taken back once, and the score is told at the moments chosen. */
export async function historyOf(view: View, selection: Selection, query: HistoryQuery): Promise<readonly HistoryPoint[]> {
  const { reader } = view;
  const from = query.from === undefined ? 0 : Date.parse(query.from);
  const to = query.to === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(query.to);
  const rows = await reader.query(
    'SELECT sequence, at, kind, catalogue, put, deleted, status_changes FROM moment WHERE at >= $1 AND at <= $2 ORDER BY sequence',
    [from, to],
  );
  const chosen = evenly(rows.map(momentIn), Math.min(query.points ?? 100, mostPoints));
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
  const isEverything = (selection.scope ?? []).length === 0 && selection.readable === undefined;
  const context = isEverything ? mirror.context : await contextAt(view, moment);
  const { parts } = selectedIn({ counts: everything, context }, selection, mirror);
  const partly = new Map([...parts].filter(([, part]) => part !== 'whole'));
  const whole = new Map([...everything].filter(([subscription]) => parts.get(subscription) === 'whole'));
  // The very same object, by which what was counted from it is remembered.
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

/**
 * At most so many moments, evenly over time, with the first and the last. The steps are whole multiples of a round length, so that the same
 * moments are chosen again when later ones have come: what was worked out for them is still at hand.
 */
function evenly(moments: readonly KeptMoment[], count: number): readonly KeptMoment[] {
  const first = moments[0];
  const last = moments.at(-1);
  if (moments.length <= count || first === undefined || last === undefined) return moments;
  if (count <= 1) return [last];
  if (count === 2) return [first, last];
  const stepMs = roundStep((last.atMs - first.atMs) / (count - 2));
  // The last moment of each step. Of an instant with more moments than fit, only the last one is told.
  const lastByStep = new Map<number, KeptMoment>();
  for (const moment of moments) lastByStep.set(Math.floor(moment.atMs / stepMs), moment);
  return [...new Set([first, ...[...lastByStep.values()].slice(-(count - 1)), last])].slice(-count);
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const roundSteps = [1, 2, 5].flatMap((times) => [1, 10, 100, 1_000, 10_000].map((ms) => times * ms)).filter((ms) => ms < minuteMs);
const longSteps = [1, 2, 5, 10, 15, 30].map((minutes) => minutes * minuteMs).concat([1, 2, 3, 6, 12].map((hours) => hours * hourMs));

function roundStep(leastMs: number): number {
  const found = [...roundSteps.sort((a, b) => a - b), ...longSteps].find((ms) => ms >= leastMs);
  const dayMs = 24 * hourMs;
  return found ?? Math.ceil(leastMs / dayMs) * dayMs;
}
