import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Principal, Role } from './principal.ts';

/** A token as it is kept: without its secret. */
export interface TokenRecord {
  /** Twelve hexadecimal digits; also the part of the token that may be shown. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** What it may read; null: everything. */
  readonly scopes: readonly string[] | null;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  /** ISO 8601 UTC; null: never. */
  readonly expiresAt: string | null;
  /**
   * SHA-256 of the secret, hexadecimal. A slow hash would add nothing: the secret is 256 random bits, not a password,
   * and it is checked on every request.
   */
  readonly hash: string;
}

/** Where tokens are kept. */
export interface TokenBook {
  list(): Promise<readonly TokenRecord[]>;
  find(id: string): Promise<TokenRecord | undefined>;
  add(record: TokenRecord): Promise<void>;
  /** @returns false when there is none of this id. */
  remove(id: string): Promise<boolean>;
}

export interface TokenRequest {
  readonly name: string;
  readonly role: Role;
  readonly scopes: readonly string[] | null;
  readonly expiresAt: string | null;
  /** ISO 8601 UTC. */
  readonly now: string;
}

const prefix = 'plb';
const shape = /^plb_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

/** @returns the token, to be shown once, and what is to be kept of it. */
export function newToken(request: TokenRequest): { readonly token: string; readonly record: TokenRecord } {
  const { now, ...about } = request;
  const id = randomBytes(6).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  return { token: `${prefix}_${id}_${secret}`, record: { id, ...about, createdAt: now, hash: hashOf(secret) } };
}

export function isOwnToken(text: string): boolean {
  return text.startsWith(`${prefix}_`);
}

/** @returns who holds this token; undefined when it is unknown, wrong, or past its date. */
export async function holderOf(token: string, book: TokenBook, now: string): Promise<Principal | undefined> {
  const [, id = '', secret = ''] = shape.exec(token) ?? [];
  if (id === '') return undefined;
  const record = await book.find(id);
  // An unknown id costs a comparison too, so that the time tells nothing about which ids exist.
  const matches = isSameHash(hashOf(secret), record?.hash ?? hashOf(''));
  if (record === undefined || !matches || isExpired(record, now)) return undefined;
  return { kind: 'token', id: record.id, name: record.name, role: record.role, scopes: record.scopes ?? undefined };
}

export function isExpired(record: TokenRecord, now: string): boolean {
  return record.expiresAt !== null && !(Date.parse(record.expiresAt) > Date.parse(now));
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function isSameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a, 'hex'), Buffer.from(b, 'hex')];
  return left.length === right.length && timingSafeEqual(left, right);
}
