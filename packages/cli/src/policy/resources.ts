import { openInputs } from '@plumbline/inventory/node';
import { type EvaluationContext, lookUpIn, type Resource } from '@plumbline/policy';
import { OperationError } from '../operation-error.ts';
import { problemLines } from '../problems.ts';
import type { Terminal } from '../terminal.ts';

/** All resources of an input in memory, and the context that rules are judged in. */
export interface Resources {
  readonly list: readonly Resource[];
  readonly contextFor: (resource: Resource) => EvaluationContext;
  /** What could not be read, as lines for standard error. */
  readonly complaints: readonly string[];
}

/** @throws {OperationError} when nothing could be read. */
export async function resourcesIn(inputs: readonly string[], options: { readonly at?: string }, terminal: Terminal): Promise<Resources> {
  const reading = openInputs(inputs, { stdin: terminal.stdin, cwd: terminal.cwd, signal: terminal.signal });
  const list: Resource[] = [];
  for await (const batch of reading.entries()) for (const { resource } of batch) list.push(resource);
  const complaints = reading.account().problems.flatMap((problem) => problemLines(problem, 80));
  if (list.length === 0) throw new OperationError('no-input', 'Nothing in the input could be read.', { hint: complaints.join('\n') });
  const related = lookUpIn(list);
  const now = options.at ?? terminal.now().toISOString();
  return {
    list,
    complaints,
    contextFor: (resource) => {
      const apiVersion = resource['apiVersion'];
      return { now, related, ...(typeof apiVersion === 'string' ? { apiVersion } : {}) };
    },
  };
}
