import type { Principal, Services } from '@plumbline/server';
import type { ArmQuery } from './query.ts';

/** One request that was let in. */
export interface ArmCall {
  readonly method: string;
  readonly segments: readonly string[];
  /** What stood in the places of the route's names. */
  readonly params: Readonly<Record<string, string>>;
  readonly url: URL;
  readonly query: ArmQuery;
  /** Where the client reaches this server: `https://localhost:8443`. */
  readonly base: string;
  readonly principal: Principal;
  readonly services: Services;
  /** Headers, and the abort signal of a client that left. */
  readonly request: Request;
  /** The body as JSON; an empty one is undefined. @throws {ArmError} */
  body(): Promise<unknown>;
}

export function param({ params }: Pick<ArmCall, 'params'>, name: string): string {
  return params[name] ?? '';
}
