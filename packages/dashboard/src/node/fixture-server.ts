// Answers the API's routes from an estate in memory, for tests and screenshots that need no store. Not a part of the product.
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { type Answers, answersOf, Refusal } from './fixture-answers.ts';
import type { FixtureEstate } from './fixture-estate.ts';

const nonce = 'bm9uY2Ugb2YgdGhlIGZpeHR1cmU=';

/** The policy that the real server sends with every page under /ui. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' 'nonce-${nonce}'`,
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export interface FixtureOptions {
  readonly estate: FixtureEstate;
  /** The folder that Vite has built. */
  readonly folder: string;
  readonly role?: 'reader' | 'operator' | 'admin';
  /** What must be sent as the token; absent: none. */
  readonly token?: string;
  /** Milliseconds that each answer is held back; asked for each path. */
  readonly delayMs?: (path: string) => number;
  /** The status that a path is answered with instead. */
  readonly failing?: (path: string) => number | undefined;
}

export interface FixtureServer {
  readonly origin: string;
  readonly answers: Answers;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Listens on a free port of this machine. */
export async function fixtureServer(options: FixtureOptions): Promise<FixtureServer> {
  const answers = answersOf(options.estate, options.role ?? 'operator');
  const streams = new Set<ServerResponse>();
  answers.onEvent((text) => {
    for (const stream of streams) stream.write(text);
  });

  const api = async (request: IncomingMessage, response: ServerResponse, url: URL) => {
    if (options.token !== undefined && request.headers.authorization !== `Bearer ${options.token}`)
      throw new Refusal(401, 'No valid token was sent.', 'An administrator makes one with: plumbline token create');
    const status = options.failing?.(url.pathname);
    if (status !== undefined) throw new Refusal(status, 'The data cannot be reached at the moment.', 'Try again in a minute.');
    await new Promise((resolve) => setTimeout(resolve, options.delayMs?.(url.pathname) ?? 0));
    if (url.pathname === '/api/v1/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(': plumbline\n\n');
      streams.add(response);
      response.on('close', () => streams.delete(response));
      return;
    }
    const body = request.method === 'POST' ? await bodyOf(request) : '';
    const answer = await answers.answer(request.method ?? 'GET', url, body);
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache' }).end(JSON.stringify(answer));
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const handled = url.pathname.startsWith('/api/v1/') ? api(request, response, url) : page(options.folder, response, url.pathname);
    handled.catch((error: unknown) => {
      const refusal = error instanceof Refusal ? error : new Refusal(500, String(error));
      const { status, message, hint } = refusal;
      response
        .writeHead(status, { 'content-type': 'application/problem+json' })
        .end(JSON.stringify({ title: message, status, detail: message, hint }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    answers,
    close: () =>
      new Promise((resolve) => {
        for (const stream of streams) stream.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function page(folder: string, response: ServerResponse, path: string): Promise<void> {
  if (!path.startsWith('/ui')) {
    response.writeHead(302, { location: '/ui/' }).end();
    return;
  }
  const wanted = normalize(path.slice('/ui'.length));
  const file = extname(wanted) === '' ? '/index.html' : wanted;
  try {
    const content = await readFile(join(folder, file));
    response
      .writeHead(200, {
        'content-type': types[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
      })
      .end(file === '/index.html' ? content.toString('utf8').replaceAll('__CSP_NONCE__', nonce) : content);
  } catch {
    response.writeHead(404).end();
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}
