import { numberAt, type Reader, type Row, textAt } from '../database.ts';
import { OperationError } from '../operation-error.ts';
import { headIn } from '../state.ts';
import type { Moment, MomentKind, When } from '../store.ts';

export interface KeptMoment extends Moment {
  readonly atMs: number;
  readonly catalogue: string;
}

const columns = 'sequence, at, kind, catalogue, put, deleted, status_changes';

export function momentIn(row: Row): KeptMoment {
  const atMs = numberAt(row, 'at');
  return {
    sequence: numberAt(row, 'sequence'),
    at: new Date(atMs).toISOString(),
    atMs,
    kind: textAt(row, 'kind') as MomentKind,
    catalogue: textAt(row, 'catalogue'),
    put: numberAt(row, 'put'),
    deleted: numberAt(row, 'deleted'),
    statusChanges: numberAt(row, 'status_changes'),
  };
}

/** Those of these sequences, the earliest first. */
export async function momentsOf(reader: Reader, sequences: readonly number[]): Promise<readonly KeptMoment[]> {
  const rows = await reader.query(`SELECT ${columns} FROM moment WHERE sequence ${reader.anyOf(1, 'bigint')} ORDER BY sequence`, [
    sequences,
  ]);
  return rows.map(momentIn);
}

export async function momentsBetween(reader: Reader, after: number, until: number): Promise<readonly KeptMoment[]> {
  const rows = await reader.query(`SELECT ${columns} FROM moment WHERE sequence > $1 AND sequence <= $2 ORDER BY sequence`, [after, until]);
  return rows.map(momentIn);
}

/**
 * @returns the moment itself, or the last one at or before an instant; undefined before the first.
 * @throws {OperationError} forgotten
 */
export async function momentAt(reader: Reader, when: When): Promise<KeptMoment | undefined> {
  if ('sequence' in when) {
    const [row] = await reader.query(`SELECT ${columns} FROM moment WHERE sequence = $1`, [when.sequence]);
    if (row !== undefined) return momentIn(row);
    const { sequence, compacted } = await headIn(reader);
    if (when.sequence <= 0) return undefined;
    if (when.sequence <= compacted) {
      throw new OperationError('forgotten', `Moment ${when.sequence} is no longer kept: of that day only its end is.`, {
        hint: 'Ask for the end of that day, or keep single changes for longer (retention).',
      });
    }
    throw new OperationError('bad-request', `There is no moment ${when.sequence}; the latest is ${sequence}.`, {
      hint: 'Take moments from the history.',
    });
  }
  const atMs = Date.parse(when.at);
  if (Number.isNaN(atMs)) {
    throw new OperationError('bad-request', `The time ${JSON.stringify(when.at)} cannot be read.`, {
      hint: 'Give it as 2026-12-31T00:00:00Z.',
    });
  }
  const [row] = await reader.query(`SELECT ${columns} FROM moment WHERE at <= $1 ORDER BY at DESC, sequence DESC LIMIT 1`, [atMs]);
  return row === undefined ? undefined : momentIn(row);
}
