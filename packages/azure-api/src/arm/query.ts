import { ArmError } from './error.ts';

/** The query by name in lower case: clients write `$top` and `$Top`; of a name that stands twice the first counts. */
export type ArmQuery = ReadonlyMap<string, string>;

const mostPerPage = 1_000;

export function queryOf(url: URL): ArmQuery {
  const query = new Map<string, string>();
  for (const [name, value] of url.searchParams) if (!query.has(name.toLowerCase())) query.set(name.toLowerCase(), value);
  return query;
}

/** Any version is answered, but it has to be one. @throws {ArmError} */
export function checkVersion(query: ArmQuery): void {
  const version = query.get('api-version');
  if (version === undefined || /^\d{4}-\d\d-\d\d(?:-[\w.]{1,30})?$/.test(version)) return;
  throw new ArmError(
    400,
    'InvalidApiVersionParameter',
    `The api-version '${version.slice(0, 60)}' is invalid. Expected a date such as 2021-06-01, or one with -preview. Every version is answered.`,
  );
}

/** `$top`, cut to what a page may hold. @throws {ArmError} */
export function topOf(query: ArmQuery): number {
  const text = query.get('$top');
  if (text === undefined || text === '') return mostPerPage;
  const top = Number(text);
  if (/^\d{1,9}$/.test(text) && top > 0) return Math.min(top, mostPerPage);
  throw new ArmError(400, 'InvalidQueryParameterValue', `The value '${text.slice(0, 60)}' of $top is not possible. Expected 1 to 1000.`);
}

/** Names in `$expand`: clients write `definition`, `"definition"` and `links,metadata`. */
export function expandedOf(query: ArmQuery): ReadonlySet<string> {
  const names = (query.get('$expand') ?? '').split(',').map((name) =>
    name
      .trim()
      .replaceAll(/^["']|["']$/g, '')
      .toLowerCase(),
  );
  return new Set(names.filter(Boolean));
}
