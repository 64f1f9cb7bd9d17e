import { ownVersion } from '../own-version.ts';
import type { Format } from '../result.ts';
import { htmlPageWith } from './html.ts';
import { pageProgram } from './html-program.ts';

/** The page with the screens that lie beside the program. */
export async function htmlFormat(): Promise<Format> {
  return htmlPageWith(await pageProgram(), ownVersion());
}
