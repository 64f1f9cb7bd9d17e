import { compileDefinition, type Policy } from '@plumbline/policy';
import { OperationError } from '../operation-error.ts';
import { aliasesFrom } from './aliases-from.ts';
import { isObject, readJson } from './documents.ts';

export interface OnePolicyOptions {
  readonly parameters?: string;
  readonly aliases?: string;
}

/**
 * Compiles the one definition that a command is about.
 * @throws {OperationError} with every problem of the file.
 */
export async function onePolicy(file: string, options: OnePolicyOptions, cwd: string): Promise<Policy> {
  const given = options.parameters === undefined ? undefined : await readJson(options.parameters, cwd);
  const { policy, problems } = compileDefinition(await readJson(file, cwd), {
    aliases: await aliasesFrom(options.aliases, cwd),
    ...(isObject(given) ? { parameters: parametersIn(given) } : {}),
  });
  if (policy !== undefined) return policy;
  const lines = problems.map(({ path, message, code, hint }) => `${path}: ${message} (${code}). ${hint}`);
  throw new OperationError('usage', `${file} is no policy definition that can be evaluated:`, { hint: lines.join('\n') });
}

/** Plain values by name, or as assignments and parameter files hold them: `{ "name": { "value": … } }`. */
function parametersIn(given: NonNullable<Parameters<typeof compileDefinition>[1]>['parameters'] & object) {
  const inner = isObject(given['parameters']) ? given['parameters'] : given;
  return Object.fromEntries(
    Object.entries(inner).map(([name, value]) => [name, isObject(value) && 'value' in value ? (value['value'] ?? null) : value]),
  );
}
