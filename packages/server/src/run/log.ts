import { type Logger, pino } from 'pino';

export interface LogOptions {
  readonly level: string;
  /** Takes one line of JSON, with its line break. */
  readonly write: (line: string) => void;
  /** ISO 8601 UTC. */
  readonly now: () => string;
}

/** A structured log: one JSON object a line. Nothing that is logged holds headers, addresses or bodies of requests. */
export function logOf({ level, write, now }: LogOptions): Logger {
  return pino({ level, base: null, timestamp: () => `,"time":"${now()}"` }, { write });
}
