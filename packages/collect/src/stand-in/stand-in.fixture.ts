// Plays Azure Resource Manager, Resource Graph, Microsoft Graph and the authority on one https port of this machine, as far as a collector
// sees of them: pages, quotas, tokens that end, and everything that can go wrong when told to.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Endpoints } from '../clouds.ts';
import type { JsonMap } from '../json.ts';
import { type Certificates, certificates, shortHash } from './certificates.fixture.ts';

export interface Estate {
  readonly tenant: string;
  readonly subscriptions: readonly { readonly id: string; readonly name: string; readonly state?: string }[];
  /** What Resource Graph holds, by table. Sorted by id. */
  readonly tables: Readonly<Record<string, readonly JsonMap[]>>;
  /** Answers by lower-case path: what lists give, or one object. */
  readonly paths: ReadonlyMap<string, JsonMap | readonly JsonMap[]>;
  readonly users: readonly JsonMap[];
  readonly groups: ReadonlyMap<string, readonly JsonMap[]>;
  readonly managementGroup?: JsonMap;
}

/** What goes wrong with a request: undefined, and it is answered. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly message?: string;
    }
  | { readonly kind: 'truncated' }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'json'; readonly json: unknown };

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: JsonMap;
  readonly at: number;
  readonly status: number;
}

export interface StandInOptions {
  readonly estate: Estate;
  /** @param count how often this path was asked for, 1 the first time */
  readonly fault?: (seen: Omit<Seen, 'status' | 'at'>, count: number) => Fault | undefined;
  /** Seconds that a token lives. */
  readonly tokenSeconds?: number;
  /** Queries a window, as Resource Graph counts them; a query too many is a 429. */
  readonly quota?: { readonly queries: number; readonly windowMs: number };
  readonly pageRows?: number;
  /** Called before each page of a query, so that the estate can change between them. */
  readonly onQuery?: (count: number) => void;
  /** False: resources change while it runs. */
  readonly isStill?: boolean;
  /** `count`: what was seen is not kept. */
  readonly onSeen?: 'keep' | 'count';
  /** What the authority does instead of answering. */
  readonly authorityFault?: (path: string) => Fault | undefined;
  /** The document of the authority, changed. */
  readonly discovery?: (document: JsonMap) => JsonMap;
  /** Claims that the first token lacks. */
  readonly claims?: string;
}

export interface StandIn {
  readonly endpoints: Endpoints;
  readonly ca: string;
  readonly seen: Seen[];
  /** Requests for tokens, with their bodies. */
  readonly tokens: string[];
  /** A token without asking for it. */
  token(): { readonly token: string; readonly expiresOnTimestamp: number };
  /** Tokens given until now are refused from now on. */
  revoke(): void;
  readonly most: { atOnce: number };
  close(): Promise<void>;
}

let made: Certificates | undefined;

export async function standIn(options: StandInOptions): Promise<StandIn> {
  made ??= certificates();
  const { estate } = options;
  const pageRows = options.pageRows ?? 1000;
  const seen: Seen[] = [];
  const tokens: string[] = [];
  const countByPath = new Map<string, number>();
  const expiryByToken = new Map<string, { readonly at: number; readonly hasClaims: boolean }>();
  const rowsByQuery = new Map<string, readonly JsonMap[]>();
  const most = { atOnce: 0 };
  let atOnce = 0;
  let queries = 0;
  let window = { from: 0, used: 0 };
  let requestIds = 0;
  let base = '';

  const server = createServer({ key: made.key, cert: made.certificate }, (request, response) => {
    atOnce += 1;
    most.atOnce = Math.max(most.atOnce, atOnce);
    response.on('close', () => {
      atOnce -= 1;
    });
    answer(request, response).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });
  server.keepAliveTimeout = 60_000;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(base + (request.url ?? '/'));
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const path = decodeURIComponent(url.pathname).toLowerCase();
    if (path.includes('/oauth2/') || path.includes('.well-known')) return authority(path, text, response);
    const body: JsonMap = text === '' ? {} : (JSON.parse(text) as JsonMap);
    const about = { method: request.method ?? 'GET', path, query: url.search, body };
    const count = (countByPath.get(path) ?? 0) + 1;
    countByPath.set(path, count);
    const send = (status: number, value: unknown, headers: Readonly<Record<string, string>> = {}) => {
      if (options.onSeen !== 'count') seen.push({ ...about, at: Date.now(), status });
      requestIds += 1;
      response.writeHead(status, { 'content-type': 'application/json', 'x-ms-request-id': `request-${requestIds}`, ...headers });
      response.end(JSON.stringify(value));
    };
    const fail = (status: number, code: string, message = code, headers: Readonly<Record<string, string>> = {}) =>
      send(status, { error: { code, message } }, headers);

    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    const known = expiryByToken.get(token);
    if (known === undefined || known.at < Date.now())
      return fail(401, 'ExpiredAuthenticationToken', 'expired', { 'www-authenticate': 'Bearer' });
    if (options.claims !== undefined && !known.hasClaims) {
      const challenge = `Bearer realm="", error="insufficient_claims", claims="${Buffer.from(options.claims).toString('base64')}"`;
      return fail(401, 'InvalidAuthenticationToken', 'claims', { 'www-authenticate': challenge });
    }
    const fault = options.fault?.(about, count);
    if (fault?.kind === 'slow') await new Promise((resolve) => setTimeout(resolve, fault.ms));
    if (fault?.kind === 'reset') return void response.destroy();
    if (fault?.kind === 'status') return fail(fault.status, fault.code ?? '', fault.message, fault.headers);
    if (fault?.kind === 'json') return send(200, fault.json);
    if (fault?.kind === 'text') return void response.writeHead(200, { 'content-type': 'text/html' }).end(fault.text);
    if (fault?.kind === 'truncated') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' });
      response.write('{"value":[{"id":"/subscriptions/');
      setTimeout(() => response.destroy(), 10);
      return;
    }
    if (path === '/providers/microsoft.resourcegraph/resources') return query(body, send, fail);
    if (path.startsWith('/v1.0/')) return directory(path, url, send, fail);
    if (path === '/subscriptions') {
      const value = estate.subscriptions.map(({ id, name, state = 'Enabled' }) => ({
        id: `/subscriptions/${id}`,
        subscriptionId: id,
        displayName: name,
        state,
        tenantId: estate.tenant,
      }));
      return send(200, { value });
    }
    if (path === `/providers/microsoft.management/managementgroups/${estate.tenant}`) {
      return estate.managementGroup === undefined ? fail(403, 'AuthorizationFailed') : send(200, estate.managementGroup);
    }
    if (path.endsWith('/providers/microsoft.authorization/permissions')) {
      return send(200, estate.paths.get(path) ?? { value: [{ actions: ['*/read'], notActions: [] }] });
    }
    const found = estate.paths.get(path);
    if (found === undefined) return isList(path) ? send(200, { value: [] }) : fail(404, 'ResourceNotFound');
    if (!Array.isArray(found)) return send(200, found);
    const from = Number(url.searchParams.get('$skiptoken') ?? '0');
    const rest = from + pageRows < found.length ? { nextLink: `${base}${url.pathname}?api-version=1&$skiptoken=${from + pageRows}` } : {};
    return send(200, { value: found.slice(from, from + pageRows), ...rest });
  }

  function query(
    body: JsonMap,
    send: (status: number, value: unknown, headers?: Readonly<Record<string, string>>) => void,
    fail: (status: number, code: string, message?: string, headers?: Readonly<Record<string, string>>) => void,
  ): void {
    queries += 1;
    options.onQuery?.(queries);
    let headers: Readonly<Record<string, string>> = {};
    if (options.quota !== undefined) {
      const now = Date.now();
      if (now - window.from > options.quota.windowMs) window = { from: now, used: 0 };
      const left = window.from + options.quota.windowMs - now;
      headers = {
        'x-ms-user-quota-remaining': String(Math.max(0, options.quota.queries - window.used - 1)),
        'x-ms-user-quota-resets-after': clock(left),
      };
      if (window.used >= options.quota.queries)
        return fail(429, 'RateLimiting', 'too many', { ...headers, 'retry-after': String(Math.ceil(left / 1000)) });
      window.used += 1;
    }
    const text = String(body['query']);
    const table = text.split(' ')[0] ?? '';
    const types = /type in~ \(([^)]*)\)/
      .exec(text)?.[1]
      ?.split(', ')
      .map((type) => type.replaceAll("'", ''));
    const wanted = new Set(types);
    const ids = listIn(text, /\bid in~ \(([^)]*)\)/);
    const subscriptions = new Set(Array.isArray(body['subscriptions']) ? body['subscriptions'].map(String) : []);
    const all = table === 'resourcechanges' ? changesFor(text, estate.tables[table] ?? []) : (estate.tables[table] ?? []);
    // Pages of one query filter once, unless the estate has changed in between.
    const key = `${text} ${[...subscriptions].join()} ${all.length}`;
    const isCached = table !== 'resourcechanges' && ids === undefined && options.isStill !== false;
    const rows =
      (isCached ? rowsByQuery.get(key) : undefined) ??
      all.filter((row) => {
        const subscription = subscriptionOf(row);
        return (
          (subscription === '' || subscriptions.has(subscription)) &&
          (types === undefined || wanted.has(String(row['type']).toLowerCase())) &&
          (ids === undefined || ids.includes(String(row['id']).toLowerCase()))
        );
      });
    if (isCached) rowsByQuery.set(key, rows);
    const summarized = /summarize resources = count\(\) by (\w+)/.exec(text)?.[1];
    if (summarized !== undefined) {
      const counts = new Map<string, number>();
      for (const row of rows) {
        const key = summarized === 'type' ? String(row['type']).toLowerCase() : subscriptionOf(row);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      return send(200, {
        totalRecords: counts.size,
        count: counts.size,
        resultTruncated: 'false',
        data: [...counts].map(([key, resources]) => ({ [summarized]: key, resources })),
      });
    }
    const given = body['options'] as { readonly $top?: number; readonly $skipToken?: string };
    const from = Number(given.$skipToken ?? '0');
    const page = rows.slice(from, from + Math.min(given.$top ?? pageRows, pageRows));
    const next = from + page.length < rows.length ? { $skipToken: String(from + page.length) } : {};
    send(200, { totalRecords: rows.length, count: page.length, resultTruncated: 'false', data: page, ...next }, headers);
  }

  function directory(
    path: string,
    url: URL,
    send: (status: number, value: unknown) => void,
    fail: (status: number, code: string) => void,
  ): void {
    const group = /^\/v1\.0\/groups\/([^/]+)\/transitivemembers$/.exec(path)?.[1];
    const all = path === '/v1.0/users' ? estate.users : group === undefined ? undefined : estate.groups.get(group);
    if (all === undefined) return fail(404, 'Request_ResourceNotFound');
    const from = Number(url.searchParams.get('$skiptoken') ?? '0');
    const top = Math.min(pageRows, Number(url.searchParams.get('$top') ?? '100'));
    const rest = from + top < all.length ? { '@odata.nextLink': `${base}${url.pathname}?$top=${top}&$skiptoken=${from + top}` } : {};
    send(200, { '@odata.context': `${base}/v1.0/$metadata#users`, value: all.slice(from, from + top), ...rest });
  }

  function authority(path: string, text: string, response: ServerResponse): void {
    const fault = options.authorityFault?.(path);
    if (fault?.kind === 'status') return void response.writeHead(fault.status, { ...fault.headers }).end('{}');
    if (fault?.kind === 'text') return void response.end(fault.text);
    response.setHeader('content-type', 'application/json');
    if (path.includes('.well-known')) {
      const at = `${base}/${estate.tenant}`;
      const document = {
        issuer: `${at}/v2.0`,
        authorization_endpoint: `${at}/oauth2/v2.0/authorize`,
        token_endpoint: `${at}/oauth2/v2.0/token`,
        jwks_uri: `${at}/discovery/v2.0/keys`,
      };
      return void response.end(JSON.stringify(options.discovery?.(document) ?? document));
    }
    tokens.push(text);
    const form = new URLSearchParams(text);
    // A federated token stands in place of a secret.
    if (form.get('client_secret') !== 'right' && form.get('client_assertion') !== 'federated') {
      response.statusCode = 401;
      return void response.end(JSON.stringify({ error: 'invalid_client', error_description: 'The secret is wrong.' }));
    }
    const seconds = options.tokenSeconds ?? 3600;
    const token = `token-${shortHash(`${tokens.length} ${text}`)}`;
    const hasClaims = options.claims === undefined || (form.get('claims') ?? '').includes('nbf');
    expiryByToken.set(token, { at: Date.now() + seconds * 1000, hasClaims });
    response.end(JSON.stringify({ token_type: 'Bearer', access_token: token, expires_in: seconds }));
  }

  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  base = `https://localhost:${(server.address() as AddressInfo).port}`;
  return {
    endpoints: { resourceManager: base, graph: base, authority: base, isPublished: false },
    ca: made.ca,
    seen,
    tokens,
    most,
    token() {
      const token = `given-${shortHash(`${expiryByToken.size}`)}`;
      const at = Date.now() + 3_600_000_000;
      expiryByToken.set(token, { at, hasClaims: true });
      return { token, expiresOnTimestamp: at };
    },
    revoke: () => expiryByToken.clear(),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function listIn(text: string, pattern: RegExp): readonly string[] | undefined {
  return pattern
    .exec(text)?.[1]
    ?.split(', ')
    .map((item) => item.replaceAll("'", '').toLowerCase());
}

/** Rows of the table of changes as they are projected: of the time and the types that are asked for. */
function changesFor(text: string, all: readonly JsonMap[]): readonly JsonMap[] {
  const seconds = Number(/ago\((\d+)s\)/.exec(text)?.[1]);
  const types = listIn(text, /targetType in~ \(([^)]*)\)/);
  return all.flatMap((change) => {
    const properties = change['properties'] as JsonMap;
    const changedAt = String((properties['changeAttributes'] as JsonMap)['timestamp']);
    const targetType = String(properties['targetResourceType']).toLowerCase();
    if (Date.parse(changedAt) < Date.now() - seconds * 1000 || types?.includes(targetType) === false) return [];
    return [{ id: change['id'], targetId: properties['targetResourceId'], targetType, changeType: properties['changeType'], changedAt }];
  });
}

function isList(path: string): boolean {
  return !/\/(?:default|current|web|appsettings|list)$/.test(path);
}

function subscriptionOf(row: JsonMap): string {
  const id = String(row['id']).toLowerCase();
  return id.startsWith('/subscriptions/') ? (id.split('/')[2] ?? '') : '';
}

function clock(ms: number): string {
  return new Date(Math.max(0, Math.ceil(ms / 1000)) * 1000).toISOString().slice(11, 19);
}
