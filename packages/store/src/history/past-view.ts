import { type AssessmentRun, type Disagreement, reportOf, type ScoreReport, type ScoringOptions } from '@plumbline/assess';
import type { Catalogue } from '@plumbline/catalogue';
import { type Context, contextOf } from '../context.ts';
import { numberAt, textAt } from '../database.ts';
import { statusOf } from '../letter.ts';
import { type Counts, countsAfter } from '../mirror.ts';
import type { View } from '../read/view.ts';
import { countsOf, runOf } from '../run-of.ts';
import { type Part, type Selected, selectedIn } from '../selection.ts';
import { contextEntriesAt } from '../state.ts';
import type { Selection } from '../store.ts';
import type { Tallier } from '../tallied.ts';
import { catalogueAt } from './catalogue-at.ts';
import { countsAt } from './counts-at.ts';
import type { KeptMoment } from './moments.ts';
import { type JournalRow, journalBetween, loadShapes, type Members, membersOf, undone } from './undo.ts';

/** A moment of the past as the latest one is seen now. */
export interface PastView {
  readonly moment: KeptMoment;
  readonly catalogue: Catalogue;
  readonly tallier: Tallier;
  readonly context: Context;
  readonly selected: Selected;
  readonly counts: Counts;
  run(): Promise<AssessmentRun>;
}

/** The journal after a moment; read when it is asked for. */
type Rows = () => Promise<readonly JournalRow[]>;

export async function pastView(view: View, selection: Selection, moment: KeptMoment): Promise<PastView> {
  const { state, reader, mirror } = view;
  // The changes one by one are needed only for parts of subscriptions, and where others' assessments say otherwise.
  let read: Promise<readonly JournalRow[]> | undefined;
  const rows: Rows = () => {
    read ??= journalBetween(reader, moment.sequence, mirror.sequence).then(async (found) => {
      await loadShapes(state, reader, found);
      return found;
    });
    return read;
  };
  const context = await contextAt(view, moment);
  const everything = await countsAt(view, moment.sequence);
  // The tree of that moment says what a group held; the tree of now, what may be read.
  const selected = selectedIn({ counts: everything, context }, selection, mirror);
  const counts = await pastCounts(view, selected.parts, everything, rows);
  const { catalogue, tallier } = await catalogueAt(state, reader, moment.catalogue);
  return {
    moment,
    catalogue,
    tallier,
    context,
    selected,
    counts,
    run: async () =>
      runOf({
        setup: { ...state.setup, catalogue },
        tallier,
        mirror: { context, at: moment.atMs },
        selected,
        counts,
        readableCounts: await pastCounts(view, selected.readable, everything, rows),
        disagreements: await pastDisagreements(view, selected, counts, rows),
      }),
  };
}

export async function pastReport(view: View, selection: Selection, moment: KeptMoment, options: ScoringOptions): Promise<ScoreReport> {
  return reportOf(await (await pastView(view, selection, moment)).run(), options);
}

export async function contextAt({ reader, mirror }: View, moment: Pick<KeptMoment, 'sequence' | 'atMs'>): Promise<Context> {
  if (mirror.contextSequence <= moment.sequence && mirror.sequence === moment.sequence) return mirror.context;
  return contextOf(await contextEntriesAt(reader, moment.sequence), { declared: new Set(), notPermitted: [] }, moment.atMs);
}

async function pastCounts(view: View, parts: ReadonlyMap<string, Part>, everything: Counts, rows: Rows): Promise<Counts> {
  const { reader, mirror } = view;
  const partly = new Map([...parts].filter(([, part]) => part !== 'whole'));
  const counts = new Map<string, ReadonlyMap<number, number>>();
  for (const [subscription, part] of parts) {
    const own = part === 'whole' ? everything.get(subscription) : undefined;
    if (own !== undefined) counts.set(subscription, own);
  }
  // The very same object, by which what was counted from it is remembered.
  if (partly.size === 0) return counts.size === everything.size ? everything : counts;
  const now = await countsOf(reader, mirror, partly);
  const before = countsAfter(now, undone(await rows(), await membersOf(reader, partly)));
  return new Map([...counts, ...before]);
}

/** Where assessments from outside said otherwise then: by the shapes that resources had then. */
async function pastDisagreements(view: View, selected: Selected, counts: Counts, rows: Rows): Promise<readonly Disagreement[]> {
  const { state, reader } = view;
  const { shapes, ordinals } = state.setup;
  const found: (Disagreement & { readonly key: string })[] = [];
  let members: Members | undefined;
  for (const [subscription, own] of counts) {
    const ids = new Set([...own.keys()].filter((id) => shapes.get(id).disagreements.length > 0));
    if (ids.size === 0) continue;
    const shapeThen = new Map<number, number>();
    for (const row of await rows())
      if (row.subscription === subscription && !row.isCompacted) for (const [rid, before] of row.changes) shapeThen.set(rid, before);
    const current = await reader.query(`SELECT rid, shape FROM resource WHERE subscription = $1 AND shape ${reader.anyOf(2, 'bigint')}`, [
      subscription,
      [...ids],
    ]);
    for (const row of current) if (!shapeThen.has(numberAt(row, 'rid'))) shapeThen.set(numberAt(row, 'rid'), numberAt(row, 'shape'));
    members ??= await membersOf(reader, selected.parts);
    const part = members.get(subscription);
    const rids = [...shapeThen].filter(([rid, shape]) => ids.has(shape) && (part === 'whole' || part?.has(rid) === true));
    const named = await reader.query(`SELECT rid, key, id FROM resource WHERE subscription = $1 AND rid ${reader.anyOf(2, 'bigint')}`, [
      subscription,
      rids.map(([rid]) => rid),
    ]);
    for (const row of named) {
      for (const [ordinal, computed, imported] of shapes.get(shapeThen.get(numberAt(row, 'rid')) ?? 0).disagreements) {
        found.push({
          key: textAt(row, 'key'),
          recommendation: ordinals.keyOf(ordinal),
          resource: textAt(row, 'id'),
          computed: statusOf[computed],
          imported: statusOf[imported],
        });
      }
    }
  }
  found.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return found.map(({ key: _key, ...disagreement }) => disagreement);
}
