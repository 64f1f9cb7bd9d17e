import pg from 'pg';
import { channelOf } from './transaction.ts';

const longestPauseMs = 10_000;

/** A connection of its own that hears of commits by other processes, and comes back when it breaks. */
export async function listening(
  settings: pg.ClientConfig,
  space: string,
  onCommit: () => void,
): Promise<{ readonly close: () => Promise<void> }> {
  let isClosed = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  const connect = async (pauseMs: number): Promise<void> => {
    const made = new pg.Client(settings);
    let isDone = false;
    const again = () => {
      if (isClosed || isDone) return;
      isDone = true;
      timer = setTimeout(() => {
        connect(Math.min(pauseMs * 2, longestPauseMs)).then(onCommit, () => {});
      }, pauseMs);
    };
    made.on('error', again);
    made.on('end', again);
    made.on('notification', onCommit);
    try {
      await made.connect();
      await made.query(`LISTEN ${channelOf(space)}`);
      client = made;
    } catch (error) {
      again();
      throw error;
    }
  };
  await connect(200);
  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await client?.end();
    },
  };
}
