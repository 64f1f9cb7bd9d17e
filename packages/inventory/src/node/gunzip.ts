import { once } from 'node:events';
import { createGunzip } from 'node:zlib';
import { SourceFault } from '../read-inputs.ts';

/** Compressed bytes given to zlib at once: at gzip's best ratio of about 1,000 they become 16 MB. */
const sliceBytes = 16 << 10;

/** Bytes that zlib gives out at once; so many are lost before damage, since a step that fails gives out nothing. */
const pieceBytes = 64 << 10;

/**
 * Decompresses gzip, also of several members one behind the other. What was decompressed is given out before a fault is
 * thrown, which a pipe of streams does not promise: it drops what is buffered when it fails.
 */
export async function* gunzipped(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: pieceBytes });
  const ready: Uint8Array[] = [];
  let failure: Error | undefined;
  gunzip.on('data', (piece: Uint8Array) => ready.push(piece));
  let settle: () => void = () => undefined;
  gunzip.on('error', (error) => {
    failure = error;
    // zlib does not call back for a write that it fails on.
    settle();
  });
  /** Settles when everything that a slice decompresses to has been given out, or decompressing has failed. */
  const written = (slice: Uint8Array) =>
    new Promise<void>((resolve) => {
      settle = resolve;
      gunzip.write(slice, () => {
        resolve();
      });
    });
  try {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length && failure === undefined; at += sliceBytes) {
        await written(Uint8Array.from(chunk.subarray(at, at + sliceBytes)));
        yield* ready.splice(0);
      }
      if (failure !== undefined) break;
    }
    if (failure === undefined) {
      const ended = once(gunzip, 'end').catch(() => undefined);
      gunzip.end();
      await ended;
    }
    yield* ready.splice(0);
    if (failure !== undefined) throw faultOf(failure);
  } finally {
    gunzip.destroy();
  }
}

function faultOf(error: Error): SourceFault {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'Z_BUF_ERROR') {
    return new SourceFault(
      {
        code: 'gzip-truncated',
        message: 'The compressed file ends before its end; what was read until there counts.',
        hint: 'Copy or export it again; gzip -t tells whether it is whole.',
      },
      { cause: error },
    );
  }
  return new SourceFault(
    {
      code: 'gzip-damaged',
      message: `The compressed file is damaged (${error.message}); what was read until there counts.`,
      hint: 'Copy or export it again; gzip -t tells whether it is whole.',
    },
    { cause: error },
  );
}
