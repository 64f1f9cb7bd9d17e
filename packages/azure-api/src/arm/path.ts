import { ArmError } from './error.ts';

const mostBytes = 8_192;
const mostSegments = 120;

/**
 * The segments of a path, decoded: some clients encode slashes in a scope, double them, or write names in a case of their own.
 * Decoded once and then taken as it is, so that nothing can hide behind a second encoding.
 *
 * @throws {ArmError} BadRequest
 */
export function segmentsOf(pathname: string): readonly string[] {
  if (pathname.length > mostBytes) throw new ArmError(414, 'UriTooLong', 'The path is longer than 8 KiB.');
  const segments = decoded(pathname).split('/').filter(Boolean);
  if (segments.length > mostSegments) throw bad('The path has too many segments.');
  for (const segment of segments) {
    if (segment === '.' || segment === '..') throw bad('The path may not hold the segments . and ..');
    if (/%[0-9a-f]{2}/i.test(segment)) throw bad('A part of the path is percent-encoded twice. Encode it once.');
    if (/[\p{Cc}\p{Surrogate}\\]/u.test(segment)) throw bad('The path holds characters that no id has.');
  }
  return segments;
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    throw bad('The path is not percent-encoded UTF-8.');
  }
}

function bad(message: string): ArmError {
  return new ArmError(400, 'BadRequest', message);
}

const ownRoots = new Set(['subscriptions', 'providers', 'tenants', 'metadata', 'adfs', 'msgraph']);
const tenants = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|common|organizations|consumers)$/;
const authorities = new Set(['oauth2', 'v2.0', '.well-known']);

/** Whether a path is one of those that Azure's clients use. */
export function isAzurePath(pathname: string): boolean {
  // Slashes encoded twice too: refusing them is up to whoever the path is for.
  const [first = '', second = ''] = pathname
    .toLowerCase()
    .replaceAll(/%(?:25)*2f/g, '/')
    .split('/')
    .filter(Boolean);
  return ownRoots.has(first) || (tenants.test(first) && authorities.has(second));
}
