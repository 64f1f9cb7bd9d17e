import { constants } from 'node:buffer';
import { createGunzip } from 'node:zlib';
import { HttpProblem } from './problem.ts';

/**
 * The body as text, decompressed where it came compressed with gzip.
 * @param mostBytes counted after decompression too, so that a small body cannot become a large one.
 * @throws {HttpProblem} too-large, or not-readable.
 */
export async function bodyText(request: Request, mostBytes: number): Promise<string> {
  // A text cannot be longer, whatever may be sent.
  const limit = Math.min(mostBytes, constants.MAX_STRING_LENGTH);
  const announced = Number(request.headers.get('content-length') ?? 0);
  if (announced > limit) throw tooLarge(limit);
  const encoding = request.headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip') {
    throw new HttpProblem('not-readable', `The body is encoded as ${encoding}. Expected gzip, or no encoding.`);
  }
  const bytes = announced > 0 && encoding === 'identity' ? await whole(request, limit) : await streamed(request, { encoding, limit });
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new HttpProblem('not-readable', 'The body is not UTF-8.', { cause, hint: 'Save it as UTF-8 and send it again.' });
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** No more comes than was announced, so it need not be counted on its way: a stream of the web costs more than all the rest of a request. */
async function whole(request: Request, limit: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(await request.arrayBuffer());
  if (bytes.length > limit) throw tooLarge(limit);
  return bytes;
}

async function streamed(
  { body }: Request,
  { encoding, limit }: { readonly encoding: 'identity' | 'gzip'; readonly limit: number },
): Promise<Uint8Array> {
  if (body === null) return new Uint8Array();
  return gathered(encoding === 'gzip' ? gunzipped(body) : chunksOf(body), limit);
}

async function gathered(chunks: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > limit) throw tooLarge(limit);
    parts.push(chunk);
  }
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
}

async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // After a limit or a break: the rest is of no interest.
    await reader.cancel().catch(() => undefined);
  }
}

async function* gunzipped(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip();
  const feeding = (async () => {
    try {
      for await (const chunk of chunksOf(body)) {
        if (gunzip.destroyed) return;
        if (!gunzip.write(chunk)) await new Promise<void>((resolve) => gunzip.once('drain', resolve).once('close', resolve));
      }
      gunzip.end();
    } catch (error) {
      gunzip.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  })();
  try {
    for await (const chunk of gunzip) yield chunk;
    await feeding;
  } catch (cause) {
    throw new HttpProblem('not-readable', 'The body says that it is compressed with gzip, but it cannot be decompressed.', { cause });
  } finally {
    gunzip.destroy();
  }
}

function tooLarge(limit: number): HttpProblem {
  return new HttpProblem('too-large', `The body is larger than ${limit.toLocaleString('en')} bytes.`, {
    hint: 'Send it in several parts, or start the server with a larger --body-limit.',
  });
}
