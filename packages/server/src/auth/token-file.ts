import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '@plumbline/inventory/node';
import { z } from 'zod';
import { OperationError } from '../operation-error.ts';
import type { TokenBook, TokenRecord } from './token.ts';
import { tokenRecordSchema } from './token-record.ts';

const fileSchema = z.object({ schema: z.literal('plumbline-tokens/1'), tokens: z.array(tokenRecordSchema) });

/**
 * Tokens in a file that only its owner may read. A running server sees what `plumbline token` writes: the file is looked at
 * again whenever it changed. It stands beside the database and not in it, because a running server has the database for itself.
 */
export function tokenFile(file: string): TokenBook {
  let known: { readonly stamp: string; readonly byId: ReadonlyMap<string, TokenRecord> } | undefined;

  const read = async (): Promise<ReadonlyMap<string, TokenRecord>> => {
    const stamp = await stampOf(file);
    if (known?.stamp !== stamp) known = { stamp, byId: stamp === '' ? new Map() : await recordsIn(file) };
    return known.byId;
  };
  const write = async (tokens: readonly TokenRecord[]): Promise<void> => {
    const beside = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}`);
    try {
      makeFolder(dirname(file));
      await writeFile(beside, `${JSON.stringify({ schema: 'plumbline-tokens/1', tokens }, null, 2)}\n`, { mode: 0o600, flush: true });
      await rename(beside, file);
    } catch (cause) {
      await rm(beside, { force: true });
      throw unusable(file, 'cannot be written', cause);
    }
  };

  return {
    list: async () => [...(await read()).values()],
    find: async (id) => (await read()).get(id),
    async add(record) {
      await write([...(await read()).values(), record]);
    },
    async remove(id) {
      const byId = await read();
      if (!byId.has(id)) return false;
      await write([...byId.values()].filter((record) => record.id !== id));
      return true;
    },
  };
}

/** Changes with every replacement of the file; empty when there is none. */
async function stampOf(file: string): Promise<string> {
  try {
    const { ino, mtimeMs, size } = await stat(file);
    return `${ino} ${mtimeMs} ${size}`;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return '';
    throw unusable(file, 'cannot be read', cause);
  }
}

async function recordsIn(file: string): Promise<ReadonlyMap<string, TokenRecord>> {
  let given: unknown;
  try {
    given = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw unusable(file, 'cannot be read', cause);
  }
  const parsed = fileSchema.safeParse(given);
  if (!parsed.success) throw unusable(file, `is not as expected (${z.prettifyError(parsed.error).replaceAll('\n', ' ')})`, parsed.error);
  return new Map(parsed.data.tokens.map((record) => [record.id, record]));
}

function unusable(file: string, what: string, cause: unknown): OperationError {
  return new OperationError('tokens-unusable', `The file of tokens ${file} ${what}.`, {
    hint: 'Check its permissions, restore it from a backup, or remove it and create new tokens with plumbline token create.',
    cause,
  });
}
