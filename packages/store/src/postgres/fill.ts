// Fills the large tables by COPY, of rows that another thread makes, while this one judges what comes next. All of it goes through the one
// connection of the transaction: that is what makes it everything or nothing.
import type { ClientBase } from 'pg';
import { type FillThread, fillHere, fillThread, sendTo } from '../fill-thread.ts';
import type { Fill } from '../filling.ts';
import { type Copying, copyingTo } from './copy.ts';
import type { CopyPiece } from './copy-rows.ts';
import { type RowTask, rowMaker } from './row-maker.ts';

/** Bytes of rows that may wait for the connection before no more are made. */
const mostBytes = 16 << 20;

export interface PostgresFill extends Fill {
  /** What went wrong first with the rows: whoever asks the database afterwards is only told that something has. */
  readonly failure: unknown;
  close(): Promise<void>;
}

/** @param script of a thread that makes the rows; absent: this one does */
export function fillOver(client: ClientBase, script: URL | undefined): PostgresFill {
  const copying = copyingTo(client);
  let started: FillThread<RowTask> | undefined;
  const making = () => {
    started ??= rowMakingIn(script, copying);
    return started;
  };
  return {
    filling(clock) {
      const thread = making();
      const send = sendTo(thread);
      send({ kind: 'begin', clock });
      return {
        know: (pattern, assessed) => send({ kind: 'know', pattern, assessed }),
        async add(settled) {
          await thread.run({ kind: 'add', settled });
          await copying.until(mostBytes);
        },
        async end() {
          await thread.run({ kind: 'end' });
          await thread.done();
          await copying.until(0);
        },
      };
    },
    get failure() {
      return copying.failure;
    },
    async close() {
      await started?.close();
      await copying.close();
    },
  };
}

function rowMakingIn(script: URL | undefined, { add }: Copying): FillThread<RowTask> {
  return script === undefined ? fillHere<RowTask>(rowMaker(add)) : fillThread<RowTask, CopyPiece>(script, add);
}
