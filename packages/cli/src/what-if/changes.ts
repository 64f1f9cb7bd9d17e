import type { CatalogueItem } from '@plumbline/catalogue';
import type { Entry } from '@plumbline/inventory';
import type { JsonObject } from '@plumbline/policy';
import { OperationError } from '../operation-error.ts';
import { findItem, namesLike } from '../recommendation-page.ts';

/** Everything that is tried on an estate. Ids are in lower case, recommendations are keys. */
export interface EstateChanges {
  readonly complete: readonly string[];
  readonly off: readonly string[];
  readonly fix: readonly Aimed[];
  readonly exempt: readonly (Aimed & { readonly category: 'Waiver' | 'Mitigated' })[];
  /** With everything under them. */
  readonly remove: readonly string[];
  /** Ids, names or display names of exemptions, in lower case. */
  readonly expire: readonly string[];
  /** What is laid over resources of the input, by id. */
  readonly set: ReadonlyMap<string, JsonObject>;
  /** Resources that are added, or replace others. */
  readonly add: readonly Entry[];
}

/** A resource or a scope, for one recommendation or for all. */
export interface Aimed {
  readonly recommendation: string | undefined;
  readonly id: string;
  /** As the user wrote it. */
  readonly text: string;
}

/** Reads `ID` or `NAME=ID`. @param option for messages */
export function aimedOf(text: string, option: string, items: readonly CatalogueItem[]): Aimed {
  const match = /^(?:(?<name>[^/=]+)=)?(?<id>\/.+)$/.exec(text.trim());
  const { name, id } = match?.groups ?? {};
  if (id === undefined) {
    throw new OperationError('usage', `${option} ${text}: expected an ARM id, which begins with a slash.`, {
      hint: `Such as ${option} /subscriptions/…, or ${option} storage-secure-transfer=/subscriptions/… for one recommendation.`,
    });
  }
  return { recommendation: name === undefined ? undefined : keyOf(name, option, items), id: idOf(id), text: text.trim() };
}

/** The key of a recommendation by its name, key or title. @throws {OperationError} when there is none. */
export function keyOf(wanted: string, option: string, items: readonly CatalogueItem[]): string {
  const item = findItem(items, wanted);
  if (item !== undefined) return item.recommendation.key;
  const like = namesLike(items, wanted);
  throw new OperationError('unknown-recommendation', `${option} ${wanted}: there is no such recommendation.`, {
    hint: like.length === 0 ? 'plumbline recommendations lists them all.' : `Did you mean ${like.join(', ')}?`,
  });
}

export function idOf(text: string): string {
  return text.trim().toLowerCase().replace(/\/+$/, '');
}
