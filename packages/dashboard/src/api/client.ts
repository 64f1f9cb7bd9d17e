import type {
  BatchResult,
  Comparison,
  ControlRow,
  ExemptionRequest,
  ExemptionRow,
  GroupNode,
  History,
  Listed,
  MovedBy,
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
  readonly after?: string | undefined;
  /** Number of the first row, in place of `after`. */
  readonly from?: number;
  readonly limit: number;
  readonly explain: boolean;
}

export interface HistoryQuery {
  readonly from?: string;
  readonly points: number;
  /** Told beside the score. */
  readonly recommendation?: string;
  /** Whether each subscription is told too. */
  readonly subscriptions?: boolean;
}

export interface InventoryQuery extends Pick<ResourcesQuery, 'search' | 'subscription' | 'after' | 'from' | 'limit'> {
  readonly type: string;
}

/** Every question that a screen asks. Each rejects with an ApiFailure. */
export interface Api {
  session(signal?: AbortSignal): Promise<Session>;
  /** Without the lists of the coverage: at a million resources they are most of an answer. */
  score(selection: ScreenSelection, signal?: AbortSignal): Promise<Report>;
  /** With everything that `plumbline scan` tells. */
  wholeScore(selection: ScreenSelection, signal?: AbortSignal): Promise<Report>;
  recommendations(selection: ScreenSelection, signal?: AbortSignal): Promise<Listed<RecommendationRow>>;
  recommendation(name: string, selection: ScreenSelection, signal?: AbortSignal): Promise<RecommendationAnswer>;
  resourcesOf(name: string, selection: ScreenSelection, query: ResourcesQuery, signal?: AbortSignal): Promise<Paged<ResourceRow>>;
  resource(id: string, signal?: AbortSignal): Promise<ResourceAnswer>;
  controls(selection: ScreenSelection, signal?: AbortSignal): Promise<Listed<ControlRow>>;
  managementGroups(model: ScreenSelection['model'], signal?: AbortSignal): Promise<Listed<GroupNode>>;
  subscriptions(model: ScreenSelection['model'], signal?: AbortSignal): Promise<Listed<SubscriptionScore>>;
  exemptions(selection: ScreenSelection, signal?: AbortSignal): Promise<Listed<ExemptionRow>>;
  history(selection: ScreenSelection, query: HistoryQuery, signal?: AbortSignal): Promise<History>;
  /** @param moments.recommendation only what happened to it. */
  compare(
    selection: ScreenSelection,
    moments: { readonly from: string; readonly to?: string; readonly recommendation?: string },
    signal?: AbortSignal,
  ): Promise<Truth & Comparison>;
  /** Why the score moved. */
  causes(selection: ScreenSelection, moments: { readonly from: string; readonly to?: string }, signal?: AbortSignal): Promise<MovedBy>;
  /** Everything that was read, a page after the other. */
  inventory(selection: ScreenSelection, query: InventoryQuery, signal?: AbortSignal): Promise<Paged<ResourceRow>>;
  whatIf(selection: ScreenSelection, complete: readonly string[], signal?: AbortSignal): Promise<WhatIfAnswer>;
  search(text: string, signal?: AbortSignal): Promise<Listed<SearchHit>>;
  exempt(requests: readonly ExemptionRequest[]): Promise<void>;
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
    score: (selection, signal) => get('/score', { ...selected(selection), coverage: 'counts' }, signal),
    wholeScore: (selection, signal) => get('/score', selected(selection), signal),
    recommendations: (selection, signal) => get('/recommendations', selected(selection), signal),
    recommendation: (name, selection, signal) => get(`/recommendations/${encodeURIComponent(name)}`, selected(selection), signal),
    resourcesOf: (name, selection, { status, search, subscription, after, from, limit, explain }, signal) =>
      get(
        `/recommendations/${encodeURIComponent(name)}/resources`,
        {
          ...selected(selection),
          status,
          search: given(search),
          subscription: given(subscription),
          after,
          from,
          limit,
          explain: explain ? 'true' : undefined,
        },
        signal,
      ),
    resource: (id, signal) => get(`/resources/${encodeURIComponent(id)}`, {}, signal),
    controls: (selection, signal) => get('/controls', selected(selection), signal),
    managementGroups: (model, signal) => get('/management-groups', { model }, signal),
    subscriptions: (model, signal) => all('/subscriptions', { model }, signal),
    inventory: ({ scope }, { type, search, subscription, after, from, limit }, signal) =>
      get('/resources', { scope, type: given(type), search: given(search), subscription: given(subscription), after, from, limit }, signal),
    exemptions: (selection, signal) => all('/exemptions', selected(selection), signal),
    history: (selection, { subscriptions, ...query }, signal) =>
      get('/history', { ...selected(selection), ...query, subscriptions: subscriptions === true ? 'true' : undefined }, signal),
    compare: (selection, moments, signal) => get('/history/compare', { ...selected(selection), ...moments, coverage: 'counts' }, signal),
    causes: (selection, moments, signal) => get('/history/causes', { ...selected(selection), ...moments }, signal),
    whatIf: async (selection, complete, signal) =>
      (await (await post('/what-if', selected(selection), { complete }, signal)).json()) as WhatIfAnswer,
    search: (text, signal) => get('/search', { q: text }, signal),
    exempt: async (requests) => {
      const [first] = requests;
      if (first !== undefined && requests.length === 1) await post('/exemptions', {}, first);
      else {
        const answer = await post('/changes', {}, { changes: requests.map((exemption) => ({ op: 'exempt', exemption })) });
        const { refused } = (await answer.json()) as BatchResult;
        const [refusal] = refused;
        if (refusal !== undefined) throw new ApiFailure(400, { detail: refusal.reason, hint: refusal.hint });
      }
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

function given(text: string): string | undefined {
  return text.trim() === '' ? undefined : text.trim();
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
