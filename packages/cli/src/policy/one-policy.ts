import { compileDefinition, type Policy, type Problem } from '@plumbline/policy';
import { OperationError } from '../operation-error.ts';
import { aliasesFrom } from './aliases-from.ts';
import { definitionText, isObject, readJson } from './documents.ts';

export interface OnePolicyOptions {
  readonly parameters?: string;
  readonly aliases?: string;
}

export interface OnePolicy {
  readonly policy: Policy;
  /** Lines for standard error: which paths of aliases were guessed. */
  readonly notes: readonly string[];
}

/**
 * Compiles the one definition that a command is about. Its text is read, since repeated keys are lost in JSON that was parsed.
 * @throws {OperationError} with every problem of the file, and of the values given for its parameters.
 */
export async function onePolicy(file: string, options: OnePolicyOptions, cwd: string): Promise<OnePolicy> {
  const given = options.parameters === undefined ? undefined : parametersIn(await readJson(options.parameters, cwd), options.parameters);
  const { policy, problems, notes } = compileDefinition(await definitionText(file, cwd), {
    aliases: (await aliasesFrom(options.aliases, cwd)).aliases,
    ...(given === undefined ? {} : { parameters: given }),
  });
  // A misspelled name would leave the default in force, and nobody would see it.
  const all = [...problems, ...notes.filter(({ code }) => code === 'unknown-parameter')];
  if (policy !== undefined && all.length === 0) return { policy, notes: notes.map((note) => `${file} ${lineOf(note)}`) };
  throw new OperationError('usage', `${file} cannot be evaluated:`, { hint: all.map(lineOf).join('\n') });
}

function lineOf({ path, message, code, hint }: Problem): string {
  return `${path}: ${message.replace(/\.$/, '')} (${code}). ${hint}`;
}

/** Plain values by name, or as assignments and parameter files hold them: `{ "name": { "value": … } }`. */
function parametersIn(given: unknown, file: string) {
  if (!isObject(given)) {
    throw new OperationError('usage', `${file} holds no values of parameters.`, {
      hint: 'Expected {"name": value}, or {"name": {"value": …}}.',
    });
  }
  const inner = isObject(given['parameters']) ? given['parameters'] : given;
  return Object.fromEntries(
    Object.entries(inner).map(([name, value]) => [name, isObject(value) && 'value' in value ? (value['value'] ?? null) : value]),
  );
}
