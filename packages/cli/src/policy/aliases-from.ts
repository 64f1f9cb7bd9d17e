import { type AliasCatalogue, joinCatalogues, readAliases, shippedAliases } from '@plumbline/policy';
import { OperationError } from '../operation-error.ts';
import { readJson } from './documents.ts';

/** The shipped catalogue of aliases, with a user's own before it. @throws {OperationError} when the file is no catalogue. */
export async function aliasesFrom(file: string | undefined, cwd: string): Promise<AliasCatalogue> {
  if (file === undefined) return shippedAliases;
  const { catalogue, problems } = readAliases(await readJson(file, cwd));
  const [first] = problems;
  if (first !== undefined) throw new OperationError('usage', `${file} ${first.path}: ${first.message}`, { hint: first.hint });
  return joinCatalogues(catalogue, shippedAliases);
}
