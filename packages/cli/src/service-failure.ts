import { OperationError as ServerError } from '@plumbline/server';
import { OperationError as StoreError } from '@plumbline/store';
import { OperationError } from './operation-error.ts';
import { refuseWhenInterrupted } from './output.ts';
import type { Terminal } from './terminal.ts';

/** Runs what the server or the store does, and tells their failures as a command tells its own. */
export async function withService<T>(terminal: Terminal, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StoreError || error instanceof ServerError) {
      throw new OperationError('service-failed', error.message, { hint: error.hint, cause: error });
    }
    refuseWhenInterrupted(terminal);
    throw error;
  }
}
