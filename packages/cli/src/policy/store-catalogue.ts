import type { CatalogueProblem, PolicyProblem } from '@plumbline/catalogue';
import type { OpenOptions } from '@plumbline/store';
import { judgingBuild } from '../built-script.ts';
import { catalogueWith, chosenCatalogue, namesPolicies } from '../catalogue-choice.ts';
import type { JudgingOptions } from '../commands/judging-options.ts';
import { catalogueProblemText } from '../problems.ts';
import type { Terminal } from '../terminal.ts';
import { textFile } from '../text-file.ts';
import { sentence } from '../wording.ts';

/**
 * What a store judges by, as options say. Problems of the files are told on standard error, those of assignments whenever the estate's change.
 * @throws {OperationError} when a file as a whole cannot be used
 */
export async function storeCatalogue(
  options: JudgingOptions,
  terminal: Pick<Terminal, 'cwd' | 'signal' | 'stderr'>,
): Promise<Pick<OpenOptions, 'catalogue' | 'prefer' | 'build'>> {
  const build = judgingBuild();
  const given = { prefer: options.prefer === 'imported' ? 'input' : 'rule', ...(build === undefined ? {} : { build }) } as const;
  const told = new Set<string>();
  const tell = async (lines: readonly string[]) => {
    for (const line of lines) if (!told.has(line)) await terminal.stderr.write(`${line}\n`);
    for (const line of lines) told.add(line);
  };
  if (!namesPolicies(options)) {
    const { catalogue, problems } = await chosenCatalogue(options, terminal);
    await tell(problems.map(ofCatalogue));
    return { ...given, catalogue };
  }
  const { namedPolicies, policiesIn } = await import('./chosen-policies.ts');
  const named = await namedPolicies(options, terminal);
  const withPolicies = await catalogueWith(options, terminal);
  // Both decide without standing in the catalogue's own text.
  const decisive = [
    JSON.stringify(named.initiatives.map(({ json }) => json)),
    ...(options.aliases === undefined ? [] : [await textFile(options.aliases, terminal.cwd)]),
  ].join('\n');
  return {
    ...given,
    catalogue: ({ definitions, assignments, managementGroupsOf }) => {
      const documents = (entries: typeof definitions) => entries.map(({ key, resource }) => ({ file: key, json: resource }));
      const policies = policiesIn(named, {
        definitions: documents(definitions),
        assignments: documents(assignments),
        tree: managementGroupsOf,
      });
      const { catalogue, problems } = withPolicies(policies);
      void tell([...problems.map(ofCatalogue), ...policies.problems.map(ofPolicy)]);
      return { catalogue, policies: decisive, summary: policies.summary };
    },
  };
}

function ofCatalogue(problem: CatalogueProblem): string {
  return `Catalogue: ${catalogueProblemText(problem)}`;
}

function ofPolicy({ file, path, message, hint }: PolicyProblem): string {
  return `Policy: ${file} ${path}: ${sentence(message)} ${hint}`;
}
