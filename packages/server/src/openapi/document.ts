import { z } from 'zod';
import { type ProblemKind, problemKinds } from '../http/problem.ts';
import type { Route } from '../http/route.ts';
import { components } from '../schemas/components.ts';
import { problemSchema } from '../schemas/problem.ts';

export interface OpenApi {
  readonly openapi: '3.1.0';
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly security: readonly unknown[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>>; readonly securitySchemes: unknown };
}

export type Schema = Readonly<Record<string, unknown>>;

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly required: true;
    readonly description: string;
    readonly content: Readonly<Record<string, { readonly schema?: Schema }>>;
  };
  readonly responses: Readonly<Record<string, Answer>>;
  readonly security?: readonly unknown[];
  readonly 'x-plumbline-role'?: string;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

interface Answer {
  readonly description: string;
  readonly headers?: unknown;
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

/**
 * The OpenAPI description of routes, from the very schemas that check requests. OpenAPI 3.1 schemas are JSON Schema, so nothing is translated.
 * @param options.isOpen no token is asked for
 */
export function openApiOf(routes: readonly Route[], version: string, { isOpen = false }: { readonly isOpen?: boolean } = {}): OpenApi {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    const methods = paths[route.path] ?? {};
    methods[route.method] = operationOf(route);
    paths[route.path] = methods;
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Plumbline',
      version,
      description:
        'A self-hosted secure score for cloud estates. Every answer is computed from what the token may read; `partial` says when that is not all that was asked for.',
    },
    security: isOpen ? [{}, { token: [] }] : [{ token: [] }],
    paths,
    components: {
      schemas: componentSchemas(),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token of plumbline token create, or of the identity provider.' },
      },
    },
  };
}

function operationOf(route: Route): Operation {
  const parameters = [...parametersOf('path', route.params), ...parametersOf('query', route.query), ...headersOf(route)];
  return {
    operationId: route.name,
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.body === undefined ? {} : { requestBody: requestBodyOf(route.body) }),
    responses: responsesOf(route),
    ...(route.access === 'public' ? { security: [] } : { 'x-plumbline-role': route.access }),
  };
}

function parametersOf(place: 'path' | 'query', schema: z.ZodType | undefined): readonly Parameter[] {
  if (schema === undefined) return [];
  const { properties = {} } = plain(z.toJSONSchema(schema, { io: 'input' }));
  return Object.entries(properties as Readonly<Record<string, Schema>>).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || (!('default' in rest) && isRequired(schema, name)),
    ...(typeof description === 'string' ? { description } : {}),
    schema: rest,
  }));
}

function isRequired(schema: z.ZodType, name: string): boolean {
  const { required } = z.toJSONSchema(schema, { io: 'input' });
  return required?.includes(name) === true;
}

function headersOf(route: Route): readonly Parameter[] {
  const header = (name: string, description: string): Parameter => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  });
  if (route.name === 'sendChanges')
    return [header('Idempotency-Key', 'Chosen by the client: the same batch under the same key is taken once.')];
  if (route.isEndless === true) return [header('Last-Event-ID', 'The last id that was received, to go on from there.')];
  return route.isConditional === true ? [header('If-None-Match', 'The entity tag of what is known already: 304 when it still holds.')] : [];
}

function requestBodyOf(body: NonNullable<Route['body']>): NonNullable<Operation['requestBody']> {
  const line = referenceTo(body.schema);
  const one = (mediaType: string) => (body.reading === 'text' && mediaType === 'application/json' ? { type: 'array', items: line } : line);
  return {
    required: true,
    description: body.description,
    content: Object.fromEntries(body.mediaTypes.map((type) => [type, { schema: one(type) }])),
  };
}

function responsesOf(route: Route): Record<string, Answer> {
  const { status = 200, description, mediaType = 'application/json', schema } = route.reply;
  const tag = route.isConditional === true ? { headers: { ETag: { schema: { type: 'string' } } } } : {};
  const content = { [mediaType]: schema === undefined ? {} : { schema: referenceTo(schema) } };
  return {
    [String(status)]: { description, ...tag, content },
    ...(route.isConditional === true ? { '304': { description: 'Nothing has changed since.' } } : {}),
    ...problemAnswers(problemsOf(route)),
    // Said by the HTTP parser, before any route is chosen.
    '431': { description: 'The address and the headers are longer than 128 KiB together.' },
  };
}

/** Every problem that a route can answer with. */
export function problemsOf(route: Route): readonly ProblemKind[] {
  const own = new Set<ProblemKind>(route.problems ?? []);
  own.add('bad-request');
  if (route.access !== 'public') for (const kind of ['not-authenticated', 'too-many-failures', 'store-unavailable'] as const) own.add(kind);
  if (route.access === 'operator' || route.access === 'admin') own.add('not-permitted');
  if (route.body !== undefined) for (const kind of ['too-large', 'not-readable'] as const) own.add(kind);
  own.add('internal');
  return [...own];
}

function problemAnswers(kinds: readonly ProblemKind[]): Record<string, Answer> {
  const titlesByStatus = new Map<number, string[]>();
  for (const kind of kinds) {
    const { status, title } = problemKinds[kind];
    titlesByStatus.set(status, [...(titlesByStatus.get(status) ?? []), title]);
  }
  const content = { 'application/problem+json': { schema: referenceTo(problemSchema) } };
  return Object.fromEntries(
    [...titlesByStatus].map(([status, titles]) => [String(status), { description: `${titles.join('; ')}.`, content }]),
  );
}

function referenceTo(schema: z.ZodType): Schema {
  const id = components.get(schema)?.id;
  if (id === undefined) throw new Error('A schema of a body or an answer has no name: give it one with named().');
  return { $ref: `#/components/schemas/${id}` };
}

function componentSchemas(): Record<string, Schema> {
  const { schemas } = z.toJSONSchema(components, { uri: (id) => `#/components/schemas/${id}`, unrepresentable: 'any', io: 'input' });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, plain(schema)]));
}

/** Without the members that say where a schema stands by itself. */
function plain(schema: object): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => !['$schema', '$id', 'id', '~standard'].includes(name)));
}
