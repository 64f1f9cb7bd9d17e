// The one way to Azure: waits for quotas, signs, sends, tries again, and says what came of it.
import { setMaxListeners } from 'node:events';
import type { Clock } from '../clock.ts';
import { audienceOf, type Endpoints } from '../clouds.ts';
import { isObject, textIn } from '../json.ts';
import { armRefillPerSecond, concurrency } from '../limits.ts';
import { CollectError, reasonOf } from '../problems.ts';
import { type LaneName, type Lanes, lanes } from './lanes.ts';
import { backoffMs, durationMs, numberIn, retryAfterMs } from './retry-after.ts';
import { claimsIn, type Tokens } from './tokens.ts';
import type { ReceivedAnswer, Transport } from './transport.ts';

export interface Question {
  /** A path on the host (`/subscriptions?api-version=…`), or a link that it gave. */
  readonly url: string;
  readonly host: 'resourceManager' | 'graph';
  /** Sent as JSON with POST; GET without. `{}` for a POST that says nothing. */
  readonly body?: object;
  /** What the quota is counted for: `query`, a subscription, or `tenant`. */
  readonly lane: string;
}

export type Answer =
  | { readonly kind: 'answer'; readonly json: Readonly<Record<string, unknown>>; readonly requestId: string }
  /** What the host says no to, for good: another try would get the same. */
  | { readonly kind: 'refused'; readonly status: number; readonly code: string; readonly message: string; readonly requestId: string };

export interface Client {
  /**
   * @throws {CollectError} `unreachable` when there is no answer after all attempts, `bad-answer`, `sign-in-failed`
   */
  ask(question: Question): Promise<Answer>;
  readonly requests: () => number;
  /** Milliseconds that requests wait now because a host asked for it. */
  readonly waitingMs: () => number;
}

export interface ClientOptions {
  readonly endpoints: Endpoints;
  readonly tokens: Tokens;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** Milliseconds after which an answer is given up; two minutes. */
  readonly patienceMs?: number;
  /** Tries after the first that fail for other reasons than a quota; 6. */
  readonly retries?: number;
}

const passing = new Set([408, 429, 500, 502, 503, 504]);
/** A host that is only busy gets this many tries: it says itself when to come again. */
const mostThrottled = 60;
/** No quota of Azure takes longer; who asks to wait for more is asked again by hand. */
const longestWaitMs = 3_600_000;
/** Requests in a row that a host fails to answer, each after all its tries: then it is the host, and not what was asked. */
const mostFailed = 10;

export function clientOf(options: ClientOptions): Client {
  const { endpoints, tokens, transport, clock, signal } = options;
  // Every request that waits listens to it.
  if (signal !== undefined) setMaxListeners(0, signal);
  const roads: Lanes = lanes({ ...clock, now: () => clock.ticks?.() ?? clock.now() });
  let requests = 0;
  let failedInARow = 0;

  const attempt = async (question: Question, url: string, audience: string): Promise<ReceivedAnswer> => {
    const send = async (token: string) => {
      requests += 1;
      const limit = limited(signal, options.patienceMs ?? 120_000);
      const sent = transport.send({
        method: question.body === undefined ? 'GET' : 'POST',
        url,
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${token}`,
          'user-agent': 'plumbline-collect',
          ...(question.body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(question.body === undefined ? {} : { body: JSON.stringify(question.body) }),
        signal: limit.signal,
      });
      return sent.finally(limit.end);
    };
    const token = await tokens.token(audience);
    const answer = await send(token);
    if (answer.status !== 401) return answer;
    const claims = claimsIn(answer.headers.get('www-authenticate'));
    return send(await tokens.token(audience, { refused: token, ...(claims === undefined ? {} : { claims }) }));
  };

  return {
    requests: () => requests,
    waitingMs: () => roads.waitingMs(),
    async ask(question) {
      const base = baseOf(question.host, endpoints);
      const url = resolved(question.url, base);
      const lane = laneOf(question);
      let failures = 0;
      let throttled = 0;
      for (;;) {
        const leave = await roads.enter(lane, signal);
        let waitMs: number;
        let why: string;
        try {
          const answer = await attempt(question, url, audienceOf(base));
          heedQuota(answer.headers, lane.lane, roads);
          const requestId = answer.headers.get('x-ms-request-id') ?? answer.headers.get('request-id') ?? '';
          if (!passing.has(answer.status)) {
            const read = readAnswer(answer, requestId, url);
            if (read !== undefined) {
              failedInARow = 0;
              return read;
            }
          }
          const asked = retryAfterMs(answer.headers, clock.now());
          why = passing.has(answer.status) ? `it answers ${answer.status}` : 'its answer is cut off';
          if (answer.status === 429) {
            throttled += 1;
            waitMs = asked ?? backoffMs(throttled, clock.random());
            if (throttled > mostThrottled) throw throttledFor(url, `after ${throttled} tries`);
            if (waitMs > longestWaitMs) throw throttledFor(url, `and asks to wait ${Math.ceil(waitMs / 60_000)} minutes`);
            roads.close(lane.lane, waitMs);
          } else {
            failures += 1;
            waitMs = Math.min(asked ?? backoffMs(failures, clock.random()), longestWaitMs);
          }
          if (failures > (options.retries ?? 6)) {
            failedInARow += 1;
            if (!passing.has(answer.status) || failedInARow >= mostFailed) throw unreachable(url, why, undefined);
            return { kind: 'refused', status: answer.status, ...errorIn(answer.text), requestId };
          }
        } catch (error) {
          signal?.throwIfAborted();
          if (error instanceof CollectError) throw error;
          failures += 1;
          why = reasonOf(error);
          if (failures > (options.retries ?? 6)) throw unreachable(url, why, error);
          waitMs = backoffMs(failures, clock.random());
        } finally {
          leave();
        }
        // A random part, so that those who were refused together do not come again together.
        await clock.sleep(waitMs + clock.random() * 500, signal);
      }
    },
  };
}

/** AbortSignal.any keeps something of every request for as long as the outer signal lives. */
function limited(outer: AbortSignal | undefined, ms: number): { readonly signal: AbortSignal; readonly end: () => void } {
  const controller = new AbortController();
  const stop = () => controller.abort(outer?.reason);
  const timer = setTimeout(() => controller.abort(new Error(`no answer within ${Math.ceil(ms / 1000)} s`)), ms);
  outer?.addEventListener('abort', stop, { once: true });
  if (outer?.aborted === true) stop();
  return {
    signal: controller.signal,
    end() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', stop);
    },
  };
}

function baseOf(host: Question['host'], endpoints: Endpoints): string {
  const base = host === 'graph' ? endpoints.graph : endpoints.resourceManager;
  if (base === undefined) throw new Error('Microsoft Graph was asked without an endpoint for it');
  return base;
}

/** @throws {CollectError} when a link leads to another host: the token is for this one only. */
function resolved(url: string, base: string): string {
  const full = url.startsWith('/') && !url.startsWith('//') ? new URL(base + url) : new URL(url, base);
  if (full.origin === new URL(base).origin) return full.href;
  throw new CollectError('bad-answer', `${base} gave a link to another host, ${full.origin}, which is not followed.`, {
    hint: 'Check the endpoint. Nothing was sent to that other host.',
  });
}

function laneOf({ host, lane }: Question): LaneName {
  if (host === 'graph') return { road: 'directory', atOnce: concurrency.directory, lane: 'directory' };
  if (lane === 'query') return { road: 'query', atOnce: concurrency.query, lane };
  return { road: 'arm', atOnce: concurrency.arm, lane };
}

function heedQuota(headers: Headers, lane: string, roads: Lanes): void {
  const queries = numberIn(headers.get('x-ms-user-quota-remaining'));
  if (queries !== undefined) roads.quota(lane, queries, durationMs(headers.get('x-ms-user-quota-resets-after')) ?? 5000);
  for (const kind of ['subscription-reads', 'tenant-reads', 'subscription-global-reads']) {
    const reads = numberIn(headers.get(`x-ms-ratelimit-remaining-${kind}`));
    // The bucket fills by itself: a second brings more than we have under way.
    if (reads !== undefined && reads < armRefillPerSecond) roads.quota(lane, reads, 1000);
  }
}

/** @returns undefined when the text breaks off. */
function readAnswer({ status, headers, text }: ReceivedAnswer, requestId: string, url: string): Answer | undefined {
  if (status >= 300 && status < 400) {
    throw new CollectError('bad-answer', `${url} redirects to ${headers.get('location') ?? 'nowhere'}, which is not followed.`, {
      hint: 'Name the endpoint itself, as it is after the redirect.',
    });
  }
  if (status >= 400) return { kind: 'refused', status, ...errorIn(text), requestId };
  if (status === 204 || text.trim() === '') return { kind: 'answer', json: {}, requestId };
  try {
    const json: unknown = JSON.parse(text);
    return isObject(json) ? { kind: 'answer', json, requestId } : { kind: 'answer', json: { value: json }, requestId };
  } catch {
    if (/^\s*</.test(text)) {
      throw new CollectError('bad-answer', `${url} answers with a web page, not with JSON.`, {
        hint: 'Check the endpoint and what stands between: a proxy may ask for a sign-in of its own.',
      });
    }
    return undefined;
  }
}

function errorIn(text: string): { readonly code: string; readonly message: string } {
  try {
    const json: unknown = JSON.parse(text);
    const error = isObject(json) && isObject(json['error']) ? json['error'] : isObject(json) ? json : {};
    return { code: textIn(error, 'code') ?? '', message: textIn(error, 'message') ?? '' };
  } catch {
    return { code: '', message: '' };
  }
}

function throttledFor(url: string, how: string): CollectError {
  return new CollectError('throttled', `${new URL(url).host} still refuses, ${how}: too many requests.`, {
    hint: 'Something else uses the same quota up, or the identity is blocked. Wait; the same command goes on where this one stopped.',
  });
}

function unreachable(url: string, why: string, cause: unknown): CollectError {
  return new CollectError('unreachable', `${new URL(url).host} could not be asked: ${why}.`, {
    hint: 'Check the network and the endpoints; the same command goes on where this one stopped.',
    cause,
  });
}
