import { hash } from 'node:crypto';
import { CollectError } from '../problems.ts';

/** More pages than any list of Azure has. */
const mostPages = 100_000;

/**
 * Watches the way from page to page. A host that leads back to a page that was read already would be followed for ever.
 * @returns a function to be called with each cursor that is followed. @throws {CollectError} `bad-answer`
 */
export function cursorsOf(what: string): (cursor: string) => void {
  const followed = new Set<string>();
  return (cursor) => {
    // Cursors are long, and there may be many.
    const known = cursor.length < 60 ? cursor : hash('sha1', cursor, 'base64');
    if (followed.has(known) || followed.size >= mostPages) {
      throw new CollectError('bad-answer', `${what}: the host leads from page to page without an end.`, {
        hint: 'Check the endpoint and what stands between; nothing more was asked.',
      });
    }
    followed.add(known);
  };
}
