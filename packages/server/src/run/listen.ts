import { createServer as createPlainServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { type AddressInfo, createServer as createNetServer } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { OperationError } from '../operation-error.ts';
import type { PlumblineServer } from '../server.ts';

export interface ListenOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** PEM. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

export interface Listening {
  /** `http://127.0.0.1:8787` */
  readonly url: string;
  /** Takes no new requests, lets those under way end, and cuts off what is still open after the grace. */
  stop(graceMs: number): Promise<void>;
}

/** Milliseconds. A client that sends its headers or its body drop by drop is let go. */
const times = { headersTimeout: 15_000, requestTimeout: 300_000, keepAliveTimeout: 65_000 };

/** Bytes of an address with all headers: room for the ids of a thousand scopes. */
const maxHeaderSize = 128 << 10;

/** @throws {OperationError} with the reason in words, when the port cannot be had. */
export async function listen({ app }: PlumblineServer, { host, port, tls }: ListenOptions): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: app.fetch,
    // The host of a request that has none: only for making its address absolute.
    hostname: 'localhost',
    ...(tls === undefined
      ? { createServer: createPlainServer, serverOptions: { ...times, maxHeaderSize } }
      : { createServer: createSecureServer, serverOptions: { ...times, maxHeaderSize, ...tls, minVersion: 'TLSv1.2' as const } }),
  }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(failureOf(error, { host, port })));
    server.listen({ host, port }, resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  const shown = host.includes(':') ? `[${host}]` : host;
  return { url: `${tls === undefined ? 'http' : 'https'}://${shown}:${bound}`, stop: (graceMs) => stopped(server, graceMs) };
}

/**
 * Whether the port can be had, before anything is read for it: a large import would be in vain.
 * @throws {OperationError} as `listen` does
 */
export async function tryPort({ host, port }: ListenOptions): Promise<void> {
  const server = createNetServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(failureOf(error, { host, port })));
    server.listen({ host, port }, resolve);
  });
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
}

async function stopped(server: Server, graceMs: number): Promise<void> {
  const ended = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  // A connection that is kept alive becomes idle only after its request, so it is looked for again.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await ended;
  clearInterval(idle);
  clearTimeout(cut);
}

function failureOf(cause: Error, { host, port }: { readonly host: string; readonly port: number }): OperationError {
  switch ('code' in cause ? cause.code : undefined) {
    case 'EADDRINUSE':
      return new OperationError('port-taken', `Port ${port} on ${host} is taken by another program.`, {
        hint: `Stop that program, perhaps another plumbline serve, or choose another port: --port ${port + 1}.`,
        cause,
      });
    case 'EACCES':
      return new OperationError('port-not-permitted', `The system does not permit port ${port}.`, {
        hint: 'Ports under 1024 are reserved. Choose a higher one: --port 8787.',
        cause,
      });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new OperationError('host-unknown', `This machine has no address ${host}.`, {
        hint: 'Choose one of its addresses, 127.0.0.1 for this machine alone, or 0.0.0.0 for all: --host 0.0.0.0.',
        cause,
      });
    default:
      return new OperationError('listen-failed', `The server could not listen on ${host}:${port}: ${cause.message}.`, {
        hint: 'Choose another --host or --port; with TLS, check the certificate and its key.',
        cause,
      });
  }
}
