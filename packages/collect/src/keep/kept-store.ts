import type { Catalogue } from '@plumbline/catalogue';
import type { JsonMap } from '../json.ts';

export interface Imported {
  readonly put: number;
  readonly deleted: number;
  /** Points; null where there is no score. */
  readonly scoreBefore: number | null;
  readonly scoreAfter: number | null;
}

/** What is kept current, as far as this stage knows it. */
export interface KeptStore {
  /** What is judged at the moment. */
  catalogue(): Catalogue;
  /** What was remembered the last time, also by a process before this one. */
  memory(): Promise<unknown>;
  remember(memory: JsonMap): Promise<void>;
  /** Takes the export in a folder as one moment, closing over what is gone where its manifest says that everything is there. */
  importExport(folder: string): Promise<Imported>;
  /** Ids of everything that is stored in a scope, or of what is of one type there. */
  idsIn(scope: string, type?: string): Promise<readonly string[]>;
  /** One moment. */
  take(put: readonly JsonMap[], gone: readonly string[]): Promise<{ readonly put: number; readonly deleted: number }>;
}

/** As pino has it. */
export interface KeepLog {
  info(about: object, message: string): void;
  warn(about: object, message: string): void;
  error(about: object, message: string): void;
}
