import { z } from 'zod';
import { bodyText } from './body.ts';
import { HttpProblem } from './problem.ts';
import type { Route } from './route.ts';

export interface RawRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly request: Request;
  /** Bytes. */
  readonly bodyLimit: number;
}

export interface CheckedRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** @throws {HttpProblem} with every place that is wrong, at once. */
export async function readRequest(route: Route, raw: RawRequest): Promise<CheckedRequest> {
  const errors: { path: string; message: string }[] = [];
  const check = (place: string, schema: z.ZodType | undefined, given: unknown): unknown => {
    if (schema === undefined) return undefined;
    const parsed = schema.safeParse(given);
    if (parsed.success) return parsed.data;
    errors.push(...issuesOf(place, parsed.error));
    return undefined;
  };
  const params = check('path', route.params, raw.params);
  const query = check('query', route.query ?? noQuery, valuesOf(route.query, raw.query, errors));
  if (errors.length > 0) throw badRequest(errors, route);
  const text = route.body === undefined ? '' : await bodyText(raw.request, raw.bodyLimit);
  const body = route.body?.reading === 'json' ? check('body', route.body.schema, parsedJson(text)) : text;
  if (errors.length > 0) throw badRequest(errors, route);
  return { params, query, body };
}

const noQuery = z.strictObject({});

function badRequest(errors: readonly { readonly path: string; readonly message: string }[], route: Route): HttpProblem {
  const shown = errors.slice(0, 5).map(({ path, message }) => `${path}: ${message}`);
  return new HttpProblem('bad-request', `The request is not as ${route.name} expects it. ${shown.join('. ')}.`, {
    errors,
    hint: `/api/docs#${route.name} shows what it takes.`,
  });
}

function issuesOf(place: string, error: z.ZodError): { path: string; message: string }[] {
  return error.issues.slice(0, 100).map((issue) => ({ path: [place, ...issue.path.map(String)].join('.'), message: issue.message }));
}

/** One text for what may stand once, a list for what may stand again. */
function valuesOf(
  schema: z.ZodType | undefined,
  given: RawRequest['query'],
  errors: { path: string; message: string }[],
): Record<string, string | readonly string[]> {
  const shape = schema instanceof z.ZodObject ? schema.shape : {};
  const values: [string, string | readonly string[]][] = [];
  for (const [name, texts] of Object.entries(given)) {
    const [first = '', ...others] = texts;
    if (isList(Object.hasOwn(shape, name) ? shape[name] : undefined)) values.push([name, texts]);
    else if (others.length === 0) values.push([name, first]);
    else errors.push({ path: `query.${name}`, message: `stands ${texts.length} times; expected once` });
  }
  return Object.fromEntries(values);
}

export function isList(schema: unknown): boolean {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) return isList(schema.unwrap());
  return schema instanceof z.ZodArray;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HttpProblem('not-readable', `The body is not JSON: ${reason}.`, { cause, hint: 'Send one JSON value in UTF-8.' });
  }
}
