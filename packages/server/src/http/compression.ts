import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);

export type Encoding = 'br' | 'gzip';

/** Smaller bodies do not get smaller. */
export function isWorthCompressing({ length }: Uint8Array): boolean {
  return length >= 1024;
}

/** @returns the better encoding that a client takes; undefined when it takes neither. */
export function encodingFor(acceptEncoding: string | null): Encoding | undefined {
  const taken = new Set(
    (acceptEncoding ?? '').split(',').flatMap((part) => {
      const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
      return parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter)) ? [] : [name];
    }),
  );
  return taken.has('br') ? 'br' : taken.has('gzip') ? 'gzip' : undefined;
}

/** @param effort `quick` for what is sent once, `best` for what is kept. */
export async function compressed(body: Uint8Array, encoding: Encoding, effort: 'quick' | 'best'): Promise<Buffer> {
  const isBest = effort === 'best';
  if (encoding === 'gzip') return gzipped(body, { level: isBest ? 9 : 5 });
  // Level 4 is as quick as gzip and smaller; 11 takes seconds for a megabyte.
  return brotlied(body, { params: { [constants.BROTLI_PARAM_QUALITY]: isBest ? 11 : 4, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } });
}

/** Compresses an answer whose body is known, where it is text and the client takes it. Streams, and what has a length already, are left alone. */
export async function compressedResponse(response: Response, acceptEncoding: string | null): Promise<Response> {
  if (response.headers.has('content-length')) return response;
  const type = response.headers.get('content-type') ?? '';
  const isText = /^(?:application\/(?:json|problem\+json)|text\/(?!event-stream))/.test(type);
  if (!isText || response.headers.has('content-encoding')) return response;
  response.headers.append('vary', 'Accept-Encoding');
  const encoding = encodingFor(acceptEncoding);
  // In this order: whoever looks at the body of a text makes a stream of it, which takes longer than sending it.
  if (encoding === undefined || response.body === null) return response;
  const bytes = Buffer.from(await response.arrayBuffer());
  const headers = new Headers(response.headers);
  const isWorthIt = isWorthCompressing(bytes);
  const body = isWorthIt ? await compressed(bytes, encoding, 'quick') : bytes;
  if (isWorthIt) headers.set('content-encoding', encoding);
  headers.set('content-length', String(body.length));
  return new Response(new Uint8Array(body), { status: response.status, headers });
}
