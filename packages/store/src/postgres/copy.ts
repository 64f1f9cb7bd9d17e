// COPY, which takes a fifth of the time of any other way to give the database many rows.
import type { ClientBase, Connection, Submittable } from 'pg';
import type { Value } from '../database.ts';

/** Rows of which none is there yet. */
export function copied(client: ClientBase, target: string, rows: readonly (readonly Value[])[]): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new Copy(`COPY ${target} FROM STDIN`, rows, (error) => (error === undefined ? resolve() : reject(error))));
  });
}

/** Bytes given to the connection at once. */
const pieceLength = 1 << 18;

/** What the types of the driver leave out. */
interface CopyingConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** How a client is told to copy: it calls what it finds under these names. */
class Copy implements Submittable {
  private readonly sql: string;
  private readonly rows: readonly (readonly Value[])[];
  private readonly onEnd: (error: Error | undefined) => void;
  private error: Error | undefined;

  constructor(sql: string, rows: readonly (readonly Value[])[], onEnd: (error: Error | undefined) => void) {
    this.sql = sql;
    this.rows = rows;
    this.onEnd = onEnd;
  }

  submit(connection: Connection): void {
    connection.query(this.sql);
  }

  handleCopyInResponse(connection: CopyingConnection): void {
    let piece = '';
    const send = () => {
      connection.sendCopyFromChunk(Buffer.from(piece));
      piece = '';
    };
    for (const row of this.rows) {
      piece += lineOf(row);
      if (piece.length > pieceLength) send();
    }
    send();
    connection.endCopyFrom();
  }

  handleCommandComplete(): void {}

  handleError(error: Error): void {
    this.error = error;
    // Of an error no ready follows when the connection itself is gone.
    this.onEnd(error);
  }

  handleReadyForQuery(): void {
    if (this.error === undefined) this.onEnd(undefined);
  }
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function lineOf(row: readonly Value[]): string {
  let line = '';
  for (const [index, value] of row.entries()) {
    if (index > 0) line += '\t';
    if (value === null) line += '\\N';
    else line += typeof value === 'number' ? String(value) : value.replaceAll(/[\\\n\r\t]/g, (found) => escapes[found] ?? found);
  }
  return `${line}\n`;
}
