import type { Clock } from '../clock.ts';
import { type Asked, type Folder, fileOf, type Refused } from '../export/folder.ts';
import type { Client } from '../http/client.ts';
import { type JsonMap, textIn } from '../json.ts';
import { redact } from '../redact/redact.ts';
import { cursorsOf } from './cursors.ts';

/** Something that is asked for page by page, and can go on at any of them. */
export interface Unit {
  /** The same in every run over the same subscriptions. */
  readonly id: string;
  /** For the manifest: what is asked for, how, and of how many scopes. */
  readonly what: string;
  readonly request: string;
  readonly scopes: number;
  /** Where a row goes; by its type when absent. */
  fileFor?(row: JsonMap): string;
  ask(cursor: string | undefined): Promise<Page>;
}

export interface Page {
  readonly rows: readonly JsonMap[];
  readonly next?: string;
  readonly requestIds: readonly string[];
  readonly refused?: readonly Refused[];
  readonly total?: number;
  /** The cursor is no longer known there: from the beginning again. */
  readonly isStale?: true;
}

export interface Workplace {
  readonly client: Client;
  readonly folder: Folder;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** Ids above subscriptions that were written: every subscription inherits and tells them. */
  readonly seenAbove: Set<string>;
  onPage(unit: Unit, page: Page): void;
}

/** Asks until the unit has ended, and keeps each page as it comes. @param again even when it has ended already */
export async function runUnit(unit: Unit, at: Workplace, { again = false } = {}): Promise<void> {
  const { folder, clock, signal } = at;
  const state = again ? undefined : folder.state(unit.id);
  if (state?.isDone === true) return;
  let page = state?.page ?? 0;
  let cursor = state?.next;
  let follow = cursorsOf(unit.what);
  for (;;) {
    signal?.throwIfAborted();
    const answer = await unit.ask(cursor);
    if (answer.isStale === true) {
      page = 0;
      cursor = undefined;
      follow = cursorsOf(unit.what);
      continue;
    }
    const { rows, next, refused, total, requestIds } = answer;
    const objectsByFile = new Map<string, JsonMap[]>();
    const redactions = new Map<string, number>();
    for (const row of rows) {
      if (isRepeated(row, at.seenAbove)) continue;
      const type = textIn(row, 'type') ?? unit.what;
      const file = unit.fileFor?.(row) ?? fileOf(type);
      const clean = redact(row, (path) => {
        const place = `${type.toLowerCase()} ${path}`;
        redactions.set(place, (redactions.get(place) ?? 0) + 1);
      });
      const list = objectsByFile.get(file);
      if (list === undefined) objectsByFile.set(file, [clean]);
      else list.push(clean);
    }
    const asked: Asked = {
      at: new Date(clock.now()).toISOString(),
      what: unit.what,
      request: unit.request,
      scopes: unit.scopes,
      rows: rows.length,
      requestIds: requestIds.filter((id) => id !== ''),
    };
    await folder.write(
      {
        unit: unit.id,
        page,
        asked,
        ...(next === undefined ? {} : { next }),
        ...(refused === undefined || refused.length === 0 ? {} : { refused }),
        ...(total === undefined ? {} : { total }),
      },
      objectsByFile,
      redactions,
    );
    at.onPage(unit, answer);
    if (next === undefined) return;
    follow(next);
    page += 1;
    cursor = next;
  }
}

function isRepeated(row: JsonMap, seen: Set<string>): boolean {
  const id = textIn(row, 'id')?.toLowerCase();
  if (id === undefined || id.startsWith('/subscriptions/')) return false;
  if (seen.has(id)) return true;
  seen.add(id);
  return false;
}

/** Runs units side by side. Where one fails the others come to the end of their page, and then the first failure is thrown. */
export async function runAll(units: Iterable<Unit> | AsyncIterable<Unit>, at: Workplace, atOnce: number): Promise<void> {
  let failure: { readonly error: unknown } | undefined;
  const running = new Set<Promise<void>>();
  for await (const unit of units) {
    if (failure !== undefined) break;
    const run = runUnit(unit, at)
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => running.delete(run));
    running.add(run);
    if (running.size >= atOnce) await Promise.race(running);
  }
  await Promise.all(running);
  if (failure !== undefined) throw failure.error;
}
