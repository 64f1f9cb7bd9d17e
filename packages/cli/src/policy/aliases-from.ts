import { type AliasCatalogue, type JsonValue, joinCatalogues, readAliases, shippedAliases } from '@plumbline/policy';
import { OperationError } from '../operation-error.ts';
import { readJson } from './documents.ts';

/** The shipped catalogue of aliases, with a user's own before it. @throws {OperationError} when the file is no catalogue. */
export async function aliasesFrom(
  file: string | undefined,
  cwd: string,
): Promise<{ readonly aliases: AliasCatalogue; readonly ownAliases: JsonValue | undefined }> {
  if (file === undefined) return { aliases: shippedAliases, ownAliases: undefined };
  const ownAliases = await readJson(file, cwd);
  const { catalogue, problems } = readAliases(ownAliases);
  const [first] = problems;
  if (first !== undefined) throw new OperationError('usage', `${file} ${first.path}: ${first.message}`, { hint: first.hint });
  return { aliases: joinCatalogues(catalogue, shippedAliases), ownAliases };
}
