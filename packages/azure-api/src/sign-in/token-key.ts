import { createHash, randomBytes } from 'node:crypto';
import type { Settings } from '@plumbline/store';

const name = 'azure-api/token-key';

/** The key that sign-ins are sealed with: one for all processes on one database, so that it outlives a restart. */
export function tokenKeyOf(settings: Settings): () => Promise<Uint8Array> {
  let known: Promise<Uint8Array> | undefined;
  return () => {
    known ??= read(settings).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}

async function read(settings: Settings): Promise<Uint8Array> {
  const kept = await settings.get(name);
  if (typeof kept === 'string') return bytesOf(kept);
  await settings.set(name, randomBytes(32).toString('base64url'));
  // Two processes that begin at once: both take what stands there in the end.
  const written = await settings.get(name);
  if (typeof written === 'string') return bytesOf(written);
  throw new Error('The key for sign-ins was not kept.');
}

function bytesOf(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}
