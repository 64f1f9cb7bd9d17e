import { createHash } from 'node:crypto';
import type { Principal } from '../auth/principal.ts';
import type { Moment } from './route.ts';

/**
 * The entity tag of an answer: the moment, and everything of the request that the answer depends on. Weak, because compression
 * changes the bytes. The clock stands in it beside the sequence, since a restored backup counts on from an older number.
 * @param url path and query of the request.
 */
export function entityTagOf(moment: Moment, url: string, principal: Principal): string {
  const asked = JSON.stringify([url, principal.scopes ?? null, principal.role, moment.at]);
  return `W/"${moment.sequence}.${createHash('sha256').update(asked).digest('base64url').slice(0, 16)}"`;
}

/** Whether `If-None-Match` names this tag; compared weakly, as RFC 9110 says. */
export function isMatch(ifNoneMatch: string | null, tag: string): boolean {
  if (ifNoneMatch === null) return false;
  const plain = (text: string) => text.trim().replace(/^W\//, '');
  return ifNoneMatch.split(',').some((candidate) => candidate.trim() === '*' || plain(candidate) === plain(tag));
}
