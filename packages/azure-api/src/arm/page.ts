import type { Answer, Page } from '@plumbline/store';
import type { ArmCall } from './call.ts';
import type { ArmReply } from './route.ts';

/** A list that is answered whole. */
export function whole(value: readonly unknown[]): ArmReply {
  return { body: { value } };
}

/** @returns a page, with the way to the next one: the whole query again, since clients add nothing to it. */
export function pageReply(call: Pick<ArmCall, 'url' | 'base'>, value: readonly unknown[], next: string | null): ArmReply {
  return { body: { value, ...(next === null ? {} : { nextLink: nextLinkOf(call, next) }) } };
}

export function nextLinkOf({ url, base }: Pick<ArmCall, 'url' | 'base'>, next: string): string {
  const query = new URLSearchParams();
  for (const [name, value] of url.searchParams) if (name.toLowerCase() !== '$skiptoken') query.append(name, value);
  query.append('$skiptoken', next);
  return `${base}${url.pathname.replace(/^\/+/, '/')}?${query.toString()}`;
}

/** The `after` of the store, from what a nextLink carried. */
export function afterOf({ query }: Pick<ArmCall, 'query'>): { readonly after?: string } {
  const token = query.get('$skiptoken');
  return token === undefined || token === '' ? {} : { after: token };
}

/** @returns all items of all pages, for what is known to be few. */
export async function allOf<T>(read: (after: { readonly after?: string }) => Promise<Answer<Page<T>>>): Promise<readonly T[]> {
  const items: T[] = [];
  for (let after: { readonly after?: string } = {}; ; ) {
    const { value } = await read(after);
    items.push(...value.items);
    if (value.next === null) return items;
    after = { after: value.next };
  }
}
