import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import type { Logger } from 'pino';
import { routes } from './api/routes.ts';
import type { Authenticator } from './auth/authenticator.ts';
import { isAtLeast, localPrincipal, type Principal } from './auth/principal.ts';
import type { Extension } from './extension.ts';
import { compressedResponse, encodingFor } from './http/compression.ts';
import { entityTagOf, isMatch } from './http/entity-tag.ts';
import { refuseOtherSites } from './http/host.ts';
import { jsonBytesOf } from './http/json-bytes.ts';
import type { KeptAnswer, KeptAnswers } from './http/kept-answers.ts';
import { HttpProblem, problemKinds, problemResponse } from './http/problem.ts';
import { problemOf } from './http/problem-of.ts';
import { readRequest } from './http/read-request.ts';
import type { Reply, Route } from './http/route.ts';
import { addSecurityHeaders } from './http/security-headers.ts';
import type { SharedWork } from './http/shared-work.ts';
import type { StaticFiles } from './http/static-files.ts';
import { within } from './http/time-limit.ts';
import { missingScreen } from './missing-screen.ts';
import type { Services } from './services.ts';

export interface AppOptions {
  readonly services: Services;
  readonly authenticate: Authenticator;
  /** No token is asked for: only where the server listens on loopback alone. */
  readonly isOpen: boolean;
  readonly files: StaticFiles | undefined;
  /** Asked where no route of this server matches. */
  readonly extension?: Extension | undefined;
  /** Answers of conditional routes, by entity tag. */
  readonly answers: KeptAnswers;
  /** Answers of conditional routes that are being worked out, by entity tag. */
  readonly shared: SharedWork<Reply | Response>;
  readonly log: Logger;
  /** Bytes of a batch of changes; 64 MiB. Other bodies may have 1 MiB. */
  readonly bodyLimit?: number;
  /** Milliseconds for an answer; 60 s. */
  readonly timeLimitMs?: number;
}

type Environment = { readonly Bindings: { readonly incoming?: { readonly socket: { readonly remoteAddress?: string } } } };

/** The whole of HTTP, testable without a port: every answer, good or bad, passes through `finished`. */
export function appOf(options: AppOptions): Hono<Environment> {
  const app = new Hono<Environment>();
  const methodsByPath = new Map<string, string[]>();
  for (const route of routes) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    methodsByPath.set(path, [
      ...(methodsByPath.get(path) ?? []),
      ...(route.method === 'get' ? ['GET', 'HEAD'] : [route.method.toUpperCase()]),
    ]);
    app.on(route.method.toUpperCase(), path, (context) =>
      answered(context, { options, label: route.path, work: (requestId) => handled(context, { route, options, requestId }) }),
    );
  }
  for (const [path, methods] of methodsByPath) {
    app.all(path, (context) =>
      answered(context, {
        options,
        label: path,
        work: () => {
          throw new HttpProblem('method-not-allowed', `${context.req.method} is not taken here. Expected ${methods.join(' or ')}.`, {
            headers: { allow: methods.join(', ') },
          });
        },
      }),
    );
  }
  app.get('/', (context) =>
    answered(context, { options, label: '/', work: () => new Response(null, { status: 302, headers: { location: '/ui/' } }) }),
  );
  app.get('/ui', (context) =>
    answered(context, { options, label: '/ui', work: () => new Response(null, { status: 302, headers: { location: '/ui/' } }) }),
  );
  app.get('/ui/*', (context) => answered(context, { options, label: '/ui/*', work: () => screen(context, options) }));
  app.notFound((context) => {
    const found = options.extension?.find(context.req.raw);
    if (found !== undefined) {
      const address = context.env?.incoming?.socket.remoteAddress ?? 'unknown';
      return answered(context, { options, label: found.label, work: (requestId) => found.answer({ requestId, address }) });
    }
    return answered(context, {
      options,
      label: 'none',
      work: () => {
        throw new HttpProblem('not-found', 'There is nothing at this address.', {
          hint: 'The dashboard is at /ui/, the API at /api/docs.',
        });
      },
    });
  });
  return app;
}

interface Answering {
  readonly options: AppOptions;
  /** The route's path as it is written, for logs and metrics: never what the client sent. */
  readonly label: string;
  readonly work: (requestId: string) => Promise<Response> | Response;
}

async function answered(context: Context<Environment>, { options, label, work }: Answering): Promise<Response> {
  const begin = performance.now();
  const requestId = requestIdOf(context.req.header('x-request-id'));
  const { log, services } = options;
  let response: Response;
  try {
    response = await work(requestId);
  } catch (error) {
    const problem = problemOf(error);
    if (problem.kind === 'not-authenticated' || problem.kind === 'too-many-failures') services.metrics.refusedToken();
    if (problemKinds[problem.kind].status >= 500)
      log.error({ requestId, route: label, err: problem.options.cause ?? problem }, problem.message);
    response = problemResponse(problem, requestId);
  }
  const finished = await compressedResponse(response, context.req.header('accept-encoding') ?? null);
  addSecurityHeaders(finished);
  finished.headers.set('x-request-id', requestId);
  const seconds = (performance.now() - begin) / 1000;
  services.metrics.answered({ method: context.req.method, route: label, status: finished.status, seconds });
  // Not the address as it was asked for: scopes and searches in it are the estate's own names.
  log.info({ requestId, method: context.req.method, route: label, status: finished.status, ms: Math.round(seconds * 1000) }, 'answered');
  return finished;
}

async function handled(
  context: Context<Environment>,
  { route, options, requestId }: { readonly route: Route; readonly options: AppOptions; readonly requestId: string },
): Promise<Response> {
  const { services, timeLimitMs = 60_000 } = options;
  const request = context.req.raw;
  if (options.isOpen) refuseOtherSites(request, route.method === 'get');
  const principal = await holder(context, { route, options });
  if (route.access !== 'public' && !isAtLeast(principal.role, route.access)) {
    throw new HttpProblem('not-permitted', `This needs a token of the role ${route.access}; this one has ${principal.role}.`);
  }
  const url = new URL(request.url);
  const asked = url.pathname + url.search;
  const read = readRequest(route, {
    params: context.req.param() as Readonly<Record<string, string>>,
    query: context.req.queries(),
    request,
    bodyLimit: route.body?.reading === 'text' ? (options.bodyLimit ?? 64 << 20) : 1 << 20,
  });
  let tag: string | undefined;
  if (route.isConditional === true) {
    // What is wrong with a request is told before it is compared with anything.
    await read;
    tag = entityTagOf(await services.store.head(), asked, principal);
    if (isMatch(request.headers.get('if-none-match'), tag))
      return new Response(null, { status: 304, headers: { etag: tag, ...cacheHeaders } });
    const kept = options.answers.get(tag);
    if (kept !== undefined) return keptResponse(kept, { tag, request });
  }
  const begin = () => read.then((checked) => route.handle({ ...checked, request, requestId, principal, services }));
  const work = tag === undefined ? begin() : options.shared(tag, begin);
  const reply = await (route.isEndless === true || route.hasNoTimeLimit === true ? work : within(work, timeLimitMs));
  if (reply instanceof Response) return reply;
  return responseOf(reply, { asked, request, principal, answers: route.isConditional === true ? options.answers : undefined });
}

async function holder(
  context: Context<Environment>,
  { route, options }: { readonly route: Route; readonly options: AppOptions },
): Promise<Principal> {
  // Nobody: with the role that sees nothing but what is public.
  if (route.access === 'public') return { ...localPrincipal, role: 'reader', scopes: [] };
  const address = context.env?.incoming?.socket.remoteAddress ?? 'unknown';
  return options.authenticate(context.req.header('authorization') ?? null, address);
}

const cacheHeaders = { 'cache-control': 'private, no-cache', vary: 'Authorization' };

interface Asked {
  readonly asked: string;
  readonly request: Request;
  readonly principal: Principal;
  readonly answers: KeptAnswers | undefined;
}

function responseOf(
  { body, status = 200, headers, moment }: Reply,
  { asked, request, principal, answers }: Asked,
): Response | Promise<Response> {
  const tag = moment === undefined ? undefined : entityTagOf(moment, asked, principal);
  if (tag !== undefined && status === 200 && headers === undefined && answers !== undefined)
    return keptResponse(answers.get(tag) ?? answers.keep(tag, jsonBytesOf(body)), { tag, request });
  const text = JSON.stringify(body);
  const tags = tag === undefined ? { 'cache-control': 'no-store' } : { etag: tag, ...cacheHeaders };
  return new Response(text, { status, headers: { 'content-type': 'application/json', ...tags, ...headers } });
}

async function keptResponse(kept: KeptAnswer, { tag, request }: { readonly tag: string; readonly request: Request }): Promise<Response> {
  const encoding = encodingFor(request.headers.get('accept-encoding'));
  const body = encoding === undefined ? undefined : kept.in(encoding);
  const bytes = body === undefined ? kept.bytes : await body;
  // With its length it counts as finished: whoever looked at its body once more would copy it.
  const headers = { 'content-type': 'application/json', 'content-length': String(bytes.length), etag: tag, ...cacheHeaders };
  const vary = `${cacheHeaders.vary}, Accept-Encoding`;
  return new Response(bytes, { headers: { ...headers, vary, ...(body === undefined ? {} : { 'content-encoding': encoding ?? '' }) } });
}

async function screen(context: Context<Environment>, { files, isOpen }: AppOptions): Promise<Response> {
  const { path, raw } = context.req;
  if (isOpen) refuseOtherSites(raw, true);
  const found = files === undefined ? missingScreen() : await files.answer(decoded(path.slice('/ui/'.length)), raw);
  if (found === undefined)
    throw new HttpProblem('not-found', 'The dashboard has no such file.', { hint: 'It may be of an older version: reload the page.' });
  return found;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** What a client or a proxy gave, where it is harmless to write down; a new one otherwise. */
function requestIdOf(given: string | undefined): string {
  return given !== undefined && /^[\w.-]{1,100}$/.test(given) ? given : randomUUID();
}
