import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from } from 'pg-copy-streams';
import { tables } from '../tables.ts';
import type { CopyPiece } from './copy-rows.ts';

/** Bytes given to the connection at once. */
const messageBytes = 1 << 18;

/** Rows of which none is there yet, by COPY: the quickest way to give the database many rows. */
export async function copied(client: ClientBase, { table, bytes }: CopyPiece): Promise<void> {
  const columns = Object.keys(tables[table]).join(', ');
  await pipeline(Readable.from(messagesOf(bytes)), client.query(from(`COPY ${table} (${columns}) FROM STDIN (FORMAT binary)`)));
}

function* messagesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += messageBytes) yield bytes.subarray(at, at + messageBytes);
}

/** Pieces that wait for the connection, copied one after the other while more of them are made. */
export interface Copying {
  add(piece: CopyPiece): void;
  /** @returns when no more than so many bytes wait; rejects when a piece could not be copied */
  until(mostBytes: number): Promise<void>;
  /** What went wrong first. */
  readonly failure: unknown;
  /** Waits for what is under way and gives up the rest. */
  close(): Promise<void>;
}

export function copyingTo(client: ClientBase): Copying {
  const pieces: CopyPiece[] = [];
  let waiting = 0;
  let isClosed = false;
  let failure: unknown;
  let running: Promise<void> | undefined;
  let wake = () => {};
  const run = async () => {
    for (let piece = pieces.shift(); piece !== undefined && !isClosed && failure === undefined; piece = pieces.shift()) {
      try {
        await copied(client, piece);
      } catch (error) {
        failure = error;
      }
      waiting -= piece.bytes.length;
      wake();
    }
    running = undefined;
  };
  return {
    add(piece) {
      pieces.push(piece);
      waiting += piece.bytes.length;
      running ??= run();
    },
    async until(mostBytes) {
      while (waiting > mostBytes && failure === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (failure !== undefined) throw failure;
    },
    get failure() {
      return failure;
    },
    async close() {
      isClosed = true;
      await running;
    },
  };
}
