import type { ScoringOptions } from '@plumbline/assess';
import type { Answer, Selection } from '@plumbline/store';
import { type Principal, readableOf } from '../auth/principal.ts';
import type { Reply } from '../http/route.ts';
import type { ScoringQuery } from '../schemas/query.ts';

/** What is asked for, cut to what may be read: the only way in which a handler makes a selection. */
export function selectionOf(call: { readonly principal: Principal; readonly query: { readonly scope: readonly string[] } }): Selection {
  return { scope: call.query.scope, ...readableOf(call.principal) };
}

export function scoringOf({ model, aggregate, rounding }: Pick<ScoringQuery, 'model' | 'aggregate' | 'rounding'>): ScoringOptions {
  return { model, ...(aggregate === undefined ? {} : { aggregate }), ...(rounding === undefined ? {} : { rounding }) };
}

/** @returns an answer of the store as a reply: the moment, and whether something was cut away, beside what was asked for. */
export function replyOf<T>(answer: Answer<T>, body: (value: T) => Readonly<Record<string, unknown>>): Reply {
  const { sequence, at, partial, value } = answer;
  return { body: { sequence, at, partial, ...body(value) }, moment: { sequence, at } };
}
