import { reportOf } from '@plumbline/assess';
import { textAt } from '../database.ts';
import { grouped } from '../grouped.ts';
import { OperationError } from '../operation-error.ts';
import { transitionIn } from '../read/resource.ts';
import { conditionOf } from '../read/resource-rows.ts';
import type { View } from '../read/view.ts';
import { ordinalOf, wantedItem } from '../read/wanted-item.ts';
import type { Part } from '../selection.ts';
import { headIn } from '../state.ts';
import type { Comparison, ComparisonOptions, Moment, ResourceTransition, Selection, When } from '../store.ts';
import { momentAt, momentsBetween } from './moments.ts';
import { pastView } from './past-view.ts';

const mostTransitions = 1000;

export async function compareMoments(
  view: View,
  selection: Selection,
  when: { readonly from: When; readonly to: When },
  { recommendation, ...options }: ComparisonOptions,
): Promise<Comparison> {
  const item = wantedItem(view.state.setup, recommendation);
  const from = await momentAt(view.reader, when.from);
  const to = await momentAt(view.reader, when.to);
  if (from === undefined || to === undefined) {
    throw new OperationError('bad-request', 'There is nothing before the first moment.', { hint: 'Take moments from the history.' });
  }
  const { compacted } = await headIn(view.reader);
  const [earlier, later] = from.sequence <= to.sequence ? [from, to] : [to, from];
  const [first, second] = [await pastView(view, selection, from), await pastView(view, selection, to)];
  const parts = united([first.selected.parts, second.selected.parts, view.selected.parts]);
  const only = item === undefined ? undefined : ordinalOf(view.state.setup, item);
  const transitions = await transitionsBetween(view, parts, { after: earlier.sequence, until: later.sequence, only });
  const moments = (await momentsBetween(view.reader, earlier.sequence, later.sequence)).map(
    ({ atMs: _atMs, catalogue: _catalogue, ...moment }) => moment,
  );
  return {
    from: reportOf(await first.run(), options),
    to: reportOf(await second.run(), options),
    moments: selection.readable === undefined ? moments : momentsSeen(moments, transitions),
    transitions,
    forgotten: earlier.sequence < compacted,
  };
}

/** Moments told by what may be read of them alone. */
function momentsSeen(moments: readonly Moment[], transitions: readonly ResourceTransition[]): readonly Moment[] {
  const bySequence = grouped(transitions, ({ sequence }) => sequence);
  return moments.flatMap((moment) => {
    const own = bySequence.get(moment.sequence);
    if (own === undefined) return [];
    const count = (kind: ResourceTransition['kind']) => own.filter((transition) => transition.kind === kind).length;
    return [{ ...moment, put: count('put'), deleted: count('delete'), statusChanges: count('status') }];
  });
}

/** What was selected then, or then, or is now: subscriptions come and go. */
function united(all: readonly ReadonlyMap<string, Part>[]): ReadonlyMap<string, Part> {
  const parts = new Map<string, Part>();
  for (const own of all) {
    for (const [subscription, part] of own) {
      const known = parts.get(subscription);
      parts.set(subscription, known === 'whole' || part === 'whole' ? 'whole' : [...new Set([...(known ?? []), ...part])]);
    }
  }
  return parts;
}

async function transitionsBetween(
  view: View,
  parts: ReadonlyMap<string, Part>,
  { after, until, only }: { readonly after: number; readonly until: number; readonly only: number | undefined },
): Promise<readonly ResourceTransition[]> {
  const condition = conditionOf(parts, view.reader.anyOf, 3);
  // From the moments to the resources: the other way all resources are looked through.
  const alongMoments = condition.sql.replaceAll('r.subscription', 't.subscription');
  const rows = await view.reader.query(
    `SELECT t.sequence, t.recommendation, t.before, t.after, t.cause, m.at, r.id FROM transition t
     JOIN moment m ON m.sequence = t.sequence JOIN resource r ON r.subscription = t.subscription AND r.rid = t.rid
     WHERE t.sequence > $1 AND t.sequence <= $2 AND ${alongMoments}${only === undefined ? '' : ` AND t.recommendation = ${only}`}
     ORDER BY t.sequence DESC, t.subscription, t.rid, t.recommendation LIMIT ${mostTransitions}`,
    [after, until, ...condition.parameters],
  );
  return rows.map((row) => transitionIn(view, row, textAt(row, 'id')));
}
