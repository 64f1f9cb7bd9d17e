import type { z } from 'zod';
import type { Principal, Role } from '../auth/principal.ts';
import type { Services } from '../services.ts';
import type { ProblemKind } from './problem.ts';

/** One request that was let in and read. */
export interface Call<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Headers, and the abort signal of a client that left. Its body is read already. */
  readonly request: Request;
  readonly requestId: string;
  readonly principal: Principal;
  readonly services: Services;
}

/** What a handler gives back as JSON. */
export interface Reply {
  readonly body: unknown;
  /** 200 when absent. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The moment that it is true for: makes the entity tag. */
  readonly moment?: Moment;
}

export interface Moment {
  readonly sequence: number;
  readonly at: string;
}

/** One way in: everything that is said, checked and documented about it stands here, and the rest is derived. */
export interface RouteDefinition<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  readonly method: 'get' | 'post' | 'delete';
  /** With parameters as OpenAPI writes them: `/api/v1/recommendations/{name}`. */
  readonly path: string;
  /** Its operationId: what generated clients call it. */
  readonly name: string;
  readonly summary: string;
  readonly description?: string;
  /** Who may call it; `public` needs no token and shows no data. */
  readonly access: 'public' | Role;
  readonly params?: P;
  readonly query?: Q;
  /** Absent: it takes no body. */
  readonly body?: BodyDefinition<B>;
  readonly reply: ReplyDefinition;
  /** Problems besides those that every route of its access has. */
  readonly problems?: readonly ProblemKind[];
  /** The answer depends on nothing but the request and the store's latest moment: it carries an entity tag, and 304 costs nothing. */
  readonly isConditional?: boolean;
  /** It is a stream. */
  readonly isEndless?: boolean;
  readonly hasNoTimeLimit?: boolean;
  handle(call: Call<z.output<P>, z.output<Q>, z.output<B>>): Promise<Reply | Response>;
}

export interface BodyDefinition<B extends z.ZodType> {
  readonly schema: B;
  /** `json` is parsed and checked against the schema; `text` is handed on as it came, and the schema documents one line. */
  readonly reading: 'json' | 'text';
  readonly mediaTypes: readonly string[];
  readonly description: string;
}

export interface ReplyDefinition {
  /** Of the good answer; 200 when absent. */
  readonly status?: number;
  readonly description: string;
  readonly mediaType?: string;
  /** Absent: no JSON. */
  readonly schema?: z.ZodType;
}

/** A route whose types are gone: `call.params`, `query` and `body` as they came, checked inside. */
export interface Route extends Omit<RouteDefinition<z.ZodType, z.ZodType, z.ZodType>, 'handle'> {
  handle(call: Call<unknown, unknown, unknown>): Promise<Reply | Response>;
}

/** Keeps the types of a route together with its schemas. */
export function defineRoute<
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
>(definition: RouteDefinition<P, Q, B>): Route {
  const { handle, ...about } = definition;
  // The one place that says so: readRequest checks what it hands over with these very schemas.
  return { ...about, handle: (call) => handle(call as Call<z.output<P>, z.output<Q>, z.output<B>>) };
}
