import { createHash } from 'node:crypto';
import type { Model } from '@plumbline/assess';
import { editsOf } from './changes.ts';
import { type Context, definitionType, isContextType, isPolicyType } from './context.ts';
import { numberAt, type Reader, type Transaction, textAt } from './database.ts';
import { eventsOf, publish } from './events.ts';
import { OperationError } from './operation-error.ts';
import { type State } from './state.ts';
import type { Batch, BatchResult, Change, RefusedChange } from './store.ts';
import { tables } from './tables.ts';
import { turnIfDue } from './turn.ts';
import { takeEdits } from './write/edits.ts';
import { settleWork } from './write/settle-work.ts';
import type { Edit } from './write/work.ts';
import { type Written, writeMoment } from './write-moment.ts';

const mostTimings = 1000;
/** A batch may have a million lines: others get a turn in between. */
const linesBetweenTurns = 64;

export async function applyBatch(state: State, batch: Batch, model: Model): Promise<BatchResult> {
  const startedMs = performance.now();
  checkTime(batch.at);
  const { edits, refused, exemptions } = await readBatch(state, batch);
  const digest = batch.key === undefined ? '' : await digestOfAll(batch.changes);
  let replayed: BatchResult | undefined;
  let result: BatchResult | undefined;
  const written = await writeMoment(
    state,
    { kind: 'batch', at: batch.at, touchesContext: (context) => edits.some((edit) => isOfContext(edit, context)) },
    {
      async edit(work) {
        if (batch.key !== undefined) await work.transaction.lock([`batch ${batch.key}`], 'exclusive');
        // Set anew each time: a transaction may be run again.
        replayed = batch.key === undefined ? undefined : await earlierResult(work.transaction, batch.key, digest);
        if (replayed === undefined) await takeEdits(work, edits);
      },
      settle: (work) => settleWork(work),
      async close(transaction, moment) {
        if (replayed !== undefined) return;
        result = resultOf(moment, model, { accepted: batch.changes.length - refused.length, refused, exemptions });
        if (batch.key !== undefined) await remember(transaction, { key: batch.key, digest, at: moment.work.clock, result });
      },
    },
  );
  publish(state, eventsOf(written, model));
  state.batches += 1;
  state.batchMs.push(performance.now() - startedMs);
  if (state.batchMs.length > mostTimings) state.batchMs.shift();
  if (replayed !== undefined) return { ...replayed, replayed: true };
  if (result === undefined) throw new Error('A batch ended without a result.');
  return result;
}

function isOfContext(edit: Edit, { entries }: Context): boolean {
  if (edit.kind === 'put') return isContextType(edit.entry.type) || isPolicyType(edit.entry.type) || entries.has(edit.entry.key);
  return edit.kind !== 'delete' || entries.has(edit.key) || edit.key.includes(`/providers/${definitionType}/`);
}

export function checkTime(at: string): void {
  if (Number.isNaN(Date.parse(at))) {
    throw new OperationError('bad-request', `The time ${JSON.stringify(at)} cannot be read.`, { hint: 'Give it as 2026-12-31T00:00:00Z.' });
  }
}

async function readBatch(
  state: State,
  batch: Batch,
): Promise<{ readonly edits: readonly Edit[]; readonly refused: readonly RefusedChange[]; readonly exemptions: readonly string[] }> {
  const edits: Edit[] = [];
  const refused: RefusedChange[] = [];
  const exemptions: string[] = [];
  for (const [index, change] of batch.changes.entries()) {
    if (index % linesBetweenTurns === linesBetweenTurns - 1) await turnIfDue();
    const taken = editsOf(state.setup, change);
    if (taken.kind === 'refused') refused.push({ line: index + 1, reason: taken.reason, hint: taken.hint });
    else {
      edits.push(...taken.edits);
      if (taken.exemption !== undefined) exemptions.push(taken.exemption);
    }
  }
  return { edits, refused, exemptions };
}

/** Of the lines as one list, whose text may be longer than a text can be. */
async function digestOfAll(changes: readonly Change[]): Promise<string> {
  const hash = createHash('sha256');
  for (const [index, change] of changes.entries()) {
    if (index % linesBetweenTurns === linesBetweenTurns - 1) await turnIfDue();
    hash.update(`${index === 0 ? '[' : ','}${JSON.stringify(change)}`);
  }
  return hash.update(changes.length === 0 ? '[]' : ']').digest('base64url');
}

function resultOf(
  { work, before, after, setupBefore }: Written<void>,
  model: Model,
  lines: Pick<BatchResult, 'accepted' | 'refused' | 'exemptions'>,
): BatchResult {
  return {
    sequence: after.sequence,
    at: new Date(after.at).toISOString(),
    ...lines,
    replayed: false,
    scoreBefore: setupBefore.tallier.scoreOf(before.counts, { model }),
    scoreAfter: work.setup.tallier.scoreOf(after.counts, { model }),
    put: work.put,
    deleted: work.deleted,
    judged: work.judged,
  };
}

async function earlierResult(reader: Reader, key: string, digest: string): Promise<BatchResult | undefined> {
  const [row] = await reader.query('SELECT digest, at, result FROM batch WHERE key = $1', [key]);
  if (row === undefined) return undefined;
  if (textAt(row, 'digest') !== digest) {
    const at = new Date(numberAt(row, 'at')).toISOString();
    throw new OperationError('key-reused', `The key ${JSON.stringify(key)} was used at ${at} for another batch.`, {
      hint: 'Give each batch a key of its own; send the same key only with the very same lines.',
    });
  }
  return JSON.parse(textAt(row, 'result')) as BatchResult;
}

async function remember(
  transaction: Transaction,
  batch: { readonly key: string; readonly digest: string; readonly at: number; readonly result: BatchResult },
): Promise<void> {
  await transaction.insert('batch', tables.batch, [[batch.key, batch.digest, batch.at, JSON.stringify(batch.result)]]);
}
