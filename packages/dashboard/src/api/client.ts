import type {
  Comparison,
  ControlRow,
  CoverageAnswer,
  ExemptionRequest,
  ExemptionRow,
  GroupNode,
  History,
  Listed,
  Paged,
  RecommendationAnswer,
  RecommendationRow,
  Report,
  ResourceAnswer,
  ResourceRow,
  SearchHit,
  Session,
  Status,
  SubscriptionScore,
  Truth,
  WhatIfAnswer,
} from '../model/answers.ts';
import type { ScreenSelection } from '../model/screens.ts';
import { ApiFailure, failureOf } from './failure.ts';

export interface ApiOptions {
  /** Where the API lives: the page's own origin. */
  readonly origin: string;
  /** Asked before each request; undefined where none is needed. */
  readonly token: () => string | undefined;
  readonly fetch: typeof fetch;
}

export interface ResourcesQuery {
  readonly status: readonly Status[];
  readonly search: string;
  readonly subscription: string;
  readonly after?: string;
  readonly limit: number;
  readonly explain: boolean;
}

/** Every question that a screen asks. Each rejects with an ApiFailure. */
export interface Api {
  session(signal?: AbortSignal): Promise<Session>;
  score(selection: ScreenSelection, signal?: AbortSignal): Promise<Report>;
  recommendations(selection: ScreenSelection, signal?: AbortSignal): Promise<Listed<RecommendationRow>>;
  recommendation(name: string, selection: ScreenSelection, signal?: AbortSignal): Promise<RecommendationAnswer>;
  resourcesOf(name: string, selection: ScreenSelection, query: ResourcesQuery, signal?: AbortSignal): Promise<Paged<ResourceRow>>;
  resource(id: string, signal?: AbortSignal): Promise<ResourceAnswer>;
  controls(selection: ScreenSelection, signal?: AbortSignal): Promise<Listed<ControlRow>>;
  managementGroups(model: ScreenSelection['model'], signal?: AbortSignal): Promise<Listed<GroupNode>>;
  subscriptions(model: ScreenSelection['model'], signal?: AbortSignal): Promise<Listed<SubscriptionScore>>;
  coverage(selection: ScreenSelection, signal?: AbortSignal): Promise<CoverageAnswer>;
  exemptions(selection: ScreenSelection, signal?: AbortSignal): Promise<Listed<ExemptionRow>>;
  history(
    selection: ScreenSelection,
    query: { readonly from?: string; readonly to?: string; readonly points: number },
    signal?: AbortSignal,
  ): Promise<History>;
  compare(selection: ScreenSelection, from: string, to: string | undefined, signal?: AbortSignal): Promise<Truth & Comparison>;
  whatIf(selection: ScreenSelection, complete: readonly string[], signal?: AbortSignal): Promise<WhatIfAnswer>;
  search(text: string, signal?: AbortSignal): Promise<Listed<SearchHit>>;
  exempt(request: ExemptionRequest): Promise<void>;
  revoke(id: string): Promise<void>;
  /** An endless stream of server-sent events. */
  events(selection: ScreenSelection, lastEventId: string | undefined, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
}

type Parameters = Readonly<Record<string, string | readonly string[] | number | undefined>>;

/** Pages of at most so many rows are asked for where a screen needs them all. */
const wholePage = 1_000;

export function apiOf({ origin, token, fetch: send }: ApiOptions): Api {
  const request = async (path: string, parameters: Parameters, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    const secret = token();
    if (secret !== undefined) headers.set('authorization', `Bearer ${secret}`);
    let response: Response;
    try {
      response = await send(`${origin}/api/v1${path}${queryOf(parameters)}`, { ...init, headers });
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') throw error;
      throw new ApiFailure(0, { detail: error instanceof Error ? error.message : String(error) });
    }
    if (!response.ok) throw failureOf(response.status, await response.text());
    return response;
  };
  const get = async <T>(path: string, parameters: Parameters, signal?: AbortSignal): Promise<T> => {
    const response = await request(path, parameters, {
      headers: { accept: 'application/json' },
      ...(signal === undefined ? {} : { signal }),
    });
    // The server checks what it sends against the schemas that these types come from.
    return (await response.json()) as T;
  };
  const post = (path: string, parameters: Parameters, body: unknown, signal?: AbortSignal) =>
    request(path, parameters, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
      ...(signal === undefined ? {} : { signal }),
    });
  const all = async <T>(path: string, parameters: Parameters, signal?: AbortSignal): Promise<Listed<T>> => {
    const items: T[] = [];
    let after: string | undefined;
    for (;;) {
      const page: Paged<T> = await get(path, { ...parameters, limit: wholePage, after }, signal);
      items.push(...page.items);
      if (page.next === null) return { ...page, items };
      after = page.next;
    }
  };

  return {
    session: (signal) => get('/session', {}, signal),
    score: (selection, signal) => get('/score', selected(selection), signal),
    recommendations: (selection, signal) => get('/recommendations', selected(selection), signal),
    recommendation: (name, selection, signal) => get(`/recommendations/${encodeURIComponent(name)}`, selected(selection), signal),
    resourcesOf: (name, selection, { status, search, subscription, after, limit, explain }, signal) =>
      get(
        `/recommendations/${encodeURIComponent(name)}/resources`,
        {
          ...selected(selection),
          status,
          search: search.trim() === '' ? undefined : search.trim(),
          subscription: subscription === '' ? undefined : subscription,
          after,
          limit,
          explain: explain ? 'true' : undefined,
        },
        signal,
      ),
    resource: (id, signal) => get(`/resources/${encodeURIComponent(id)}`, {}, signal),
    controls: (selection, signal) => get('/controls', selected(selection), signal),
    managementGroups: (model, signal) => get('/management-groups', { model }, signal),
    subscriptions: (model, signal) => all('/subscriptions', { model }, signal),
    coverage: (selection, signal) => get('/coverage', selected(selection), signal),
    exemptions: (selection, signal) => all('/exemptions', selected(selection), signal),
    history: (selection, query, signal) => get('/history', { ...selected(selection), ...query }, signal),
    compare: (selection, from, to, signal) => get('/history/compare', { ...selected(selection), from, to }, signal),
    whatIf: async (selection, complete, signal) =>
      (await (await post('/what-if', selected(selection), { complete }, signal)).json()) as WhatIfAnswer,
    search: (text, signal) => get('/search', { q: text }, signal),
    exempt: async (body) => {
      await post('/exemptions', {}, body);
    },
    revoke: async (id) => {
      await request(`/exemptions/${encodeURIComponent(id)}`, {}, { method: 'DELETE' });
    },
    events: async (selection, lastEventId, signal) => {
      const headers = { accept: 'text/event-stream', ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }) };
      const { body } = await request('/events', selected(selection), { headers, signal });
      if (body === null) throw new ApiFailure(0, { detail: 'The stream of events has no body.' });
      return body;
    },
  };
}

function selected({ scope, model }: ScreenSelection): Parameters {
  return { scope, model };
}

function queryOf(parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) continue;
    for (const one of typeof value === 'object' ? value : [String(value)]) query.append(name, one);
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
