import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Catalogue, type CatalogueProblem, type Edition, loadCatalogue, parseCatalogueFile } from '@plumbline/catalogue';
import { OperationError } from './operation-error.ts';
import { catalogueProblemText, systemReason } from './problems.ts';

/**
 * The catalogue that `--edition` and `--catalogue` choose.
 * @throws {OperationError} when the file as a whole cannot be used: a score with other points than asked for would mislead.
 */
export async function chosenCatalogue(
  options: { readonly edition?: Edition; readonly catalogue?: string },
  cwd: string,
): Promise<{ readonly catalogue: Catalogue; readonly problems: readonly CatalogueProblem[] }> {
  const edition = options.edition === undefined ? {} : { edition: options.edition };
  if (options.catalogue === undefined) return loadCatalogue(edition);
  const text = await textOf(options.catalogue, cwd);
  const parsed = parseCatalogueFile(text, options.catalogue);
  if (parsed.additions === undefined) {
    throw new OperationError(
      'unreadable-file',
      `The catalogue ${options.catalogue} cannot be used. ${parsed.problems.map(catalogueProblemText).join(' ')}`,
    );
  }
  const loaded = loadCatalogue({ ...edition, additions: parsed.additions });
  return { catalogue: loaded.catalogue, problems: [...parsed.problems, ...loaded.problems] };
}

async function textOf(file: string, cwd: string): Promise<string> {
  try {
    return await readFile(resolve(cwd, file), 'utf8');
  } catch (cause) {
    const { reason, hint } = systemReason(cause);
    throw new OperationError('unreadable-file', `The catalogue ${file} cannot be read: ${reason}.`, { hint, cause });
  }
}
