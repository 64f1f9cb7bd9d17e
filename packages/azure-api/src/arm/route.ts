import type { Role } from '@plumbline/server';
import type { ArmCall } from './call.ts';
import { type Pattern, patternOf } from './pattern.ts';

/** A good answer: what stands in the body, and its status when it is not 200. */
export interface ArmReply {
  readonly status?: number;
  /** Absent: no body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ArmRoute {
  readonly methods: readonly string[];
  readonly pattern: Pattern;
  readonly access: Role;
  handle(call: ArmCall): Promise<ArmReply>;
}

/** `GET /subscriptions/{subscription}/resources`; `GET|POST …` for several methods. Reads need a reader, the rest an operator. */
export function route(ways: string, handle: ArmRoute['handle'], access?: Role): ArmRoute {
  const [methods = '', path = ''] = ways.split(' ');
  const list = methods.split('|');
  return { methods: list, pattern: patternOf(path), access: access ?? (list.includes('GET') ? 'reader' : 'operator'), handle };
}
