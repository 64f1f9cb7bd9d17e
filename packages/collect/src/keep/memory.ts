import { createHash } from 'node:crypto';
import { isObject, type JsonMap } from '../json.ts';

/** What is remembered from one round to the next, also by the next process. */
export interface Memory {
  /** Of what was asked whom: with another one everything is asked for anew. */
  readonly key: string;
  /** Milliseconds since 1970. Undefined: no round was ever completed. */
  readonly roundEndedAt: number | undefined;
  /** When the last reading began after which nothing can have been missed. */
  readonly seenUntil: number | undefined;
  /** Ids. */
  readonly subscriptions: readonly string[];
}

export function emptyMemory(key: string): Memory {
  return { key, roundEndedAt: undefined, seenUntil: undefined, subscriptions: [] };
}

export function keyOfSelection(selection: object): string {
  return createHash('sha256').update(JSON.stringify(selection)).digest('hex').slice(0, 32);
}

/** @returns what was remembered for the same selection; nothing when it was for another one. */
export function memoryIn(value: unknown, key: string): Memory {
  if (!isObject(value) || value['key'] !== key) return emptyMemory(key);
  const numberIn = (name: string) => (typeof value[name] === 'number' ? value[name] : undefined);
  const { subscriptions } = value;
  return {
    key,
    roundEndedAt: numberIn('roundEndedAt'),
    seenUntil: numberIn('seenUntil'),
    subscriptions: Array.isArray(subscriptions) ? subscriptions.filter((id) => typeof id === 'string') : [],
  };
}

export function memoryJson({ key, roundEndedAt, seenUntil, subscriptions }: Memory): JsonMap {
  return {
    key,
    subscriptions,
    ...(roundEndedAt === undefined ? {} : { roundEndedAt }),
    ...(seenUntil === undefined ? {} : { seenUntil }),
  };
}
