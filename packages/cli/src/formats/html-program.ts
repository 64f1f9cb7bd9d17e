import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** The dashboard's screens as one script and one style sheet, to be put into a page. */
export interface PageProgram {
  readonly script: string;
  readonly style: string;
}

/** They lie beside the bundle, and in a clone where their own build leaves them; from sources that were not built there are none. */
export async function pageProgram(): Promise<PageProgram | undefined> {
  for (const place of ['../page', './page', '../../../dashboard/dist-page']) {
    const folder = fileURLToPath(new URL(place, import.meta.url));
    try {
      const [script, style] = await Promise.all([readFile(`${folder}/page.js`, 'utf8'), readFile(`${folder}/page.css`, 'utf8')]);
      return { script, style };
    } catch {
      // The next place.
    }
  }
  return undefined;
}

/** Text that stands in a `script` element as it is: nothing in it ends the element or begins another. */
export function scriptText(script: string): string {
  return script.replace(/<(?=\/?script|!--)/gi, '\\x3c');
}

/** JSON in which no character means anything to a browser or a terminal. */
export function dataText(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A source of a content security policy: this text and no other. */
export function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** Known only when the page is complete, so that nothing in the estate can name it. */
export function nonceOf(...texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text);
  return hash.digest('base64url').slice(0, 22);
}
