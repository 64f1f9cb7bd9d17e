import {
  type Catalogue,
  type CatalogueProblem,
  type Edition,
  type LoadedPolicies,
  loadCatalogue,
  parseCatalogueFile,
} from '@plumbline/catalogue';
import { OperationError } from './operation-error.ts';
import type { ChosenPolicies, PolicyOptions } from './policy/chosen-policies.ts';
import { catalogueProblemText } from './problems.ts';
import type { Terminal } from './terminal.ts';
import { textFile } from './text-file.ts';

export interface CatalogueChoice extends PolicyOptions {
  readonly edition?: Edition;
  readonly catalogue?: string;
  /** False: none of the shipped recommendations is judged. */
  readonly shipped?: boolean;
}

/** A catalogue with what was wrong in the files it was made from. */
export interface ChosenCatalogue {
  readonly catalogue: Catalogue;
  readonly problems: readonly CatalogueProblem[];
  /** Where policies were asked for. */
  readonly policies?: ChosenPolicies;
}

/**
 * The catalogue that `--edition`, `--catalogue`, `--policies` and `--initiative` choose.
 * @param inputs the estate, whose policy assignments are applied.
 * @throws {OperationError} when the file as a whole cannot be used: a score with other points than asked for would mislead.
 */
export async function chosenCatalogue(
  options: CatalogueChoice,
  terminal: Pick<Terminal, 'cwd' | 'signal'>,
  inputs: readonly string[] = [],
): Promise<ChosenCatalogue> {
  const policies = await policiesOf(options, inputs, terminal);
  const loaded = (await catalogueWith(options, terminal))(policies);
  return { ...loaded, ...(policies === undefined ? {} : { policies }) };
}

/**
 * The catalogue that `--edition` and `--catalogue` choose, for policies that are known later.
 * @throws {OperationError} when the file as a whole cannot be used: a score with other points than asked for would mislead.
 */
export async function catalogueWith(
  options: CatalogueChoice,
  terminal: Pick<Terminal, 'cwd'>,
): Promise<(policies: LoadedPolicies | undefined) => Omit<ChosenCatalogue, 'policies'>> {
  const { catalogue: file } = options;
  const parsed = file === undefined ? undefined : parseCatalogueFile(await textFile(file, terminal.cwd, `The catalogue ${file}`), file);
  if (parsed !== undefined && parsed.additions === undefined) {
    throw new OperationError(
      'unreadable-file',
      `The catalogue ${options.catalogue} cannot be used. ${parsed.problems.map(catalogueProblemText).join(' ')}`,
    );
  }
  return (policies) => {
    const { catalogue, problems } = loadCatalogue({
      ...(options.edition === undefined ? {} : { edition: options.edition }),
      ...(options.shipped === undefined ? {} : { shipped: options.shipped }),
      ...(policies === undefined ? {} : { policies }),
      ...(parsed?.additions === undefined ? {} : { additions: parsed.additions }),
    });
    return { catalogue, problems: [...(parsed?.problems ?? []), ...problems] };
  };
}

/** @throws {OperationError} usage, for aliases that nothing would read. */
export function namesPolicies({ policies, initiative, aliases }: PolicyOptions): boolean {
  if (policies !== undefined || initiative !== undefined) return true;
  if (aliases === undefined) return false;
  throw new OperationError('usage', '--aliases is for policies: name some with --policies or --initiative.');
}

async function policiesOf(options: CatalogueChoice, inputs: readonly string[], terminal: Pick<Terminal, 'cwd' | 'signal'>) {
  if (!namesPolicies(options)) return undefined;
  const { chosenPolicies } = await import('./policy/chosen-policies.ts');
  return chosenPolicies(options, inputs, terminal);
}
