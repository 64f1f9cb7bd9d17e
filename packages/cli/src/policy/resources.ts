import { placeOf, placesIn, unknownPlace } from '@plumbline/assess';
import type { Entry } from '@plumbline/inventory';
import { openInputs } from '@plumbline/inventory/node';
import { type EvaluationContext, lookUpIn, type Policy, type Resource, type Verdict } from '@plumbline/policy';
import { OperationError } from '../operation-error.ts';
import { problemLines } from '../problems.ts';
import type { Terminal } from '../terminal.ts';

/** All resources of an input in memory, and the context that rules are judged in. */
export interface Resources {
  readonly list: readonly Resource[];
  readonly contextFor: (resource: Resource) => EvaluationContext;
  /** As a scan judges: what the input does not hold of where a resource lies decides nothing. */
  readonly verdictOf: (policy: Policy, resource: Resource) => Verdict;
  /** What could not be read, as lines for standard error. */
  readonly complaints: readonly string[];
}

/** @throws {OperationError} when nothing could be read. */
export async function resourcesIn(inputs: readonly string[], options: { readonly at?: string }, terminal: Terminal): Promise<Resources> {
  const reading = openInputs(inputs, { stdin: terminal.stdin, cwd: terminal.cwd, signal: terminal.signal });
  const entries = new Map<Resource, Entry>();
  for await (const batch of reading.entries()) for (const entry of batch) entries.set(entry.resource, entry);
  const list = [...entries.keys()];
  const complaints = reading.account().problems.flatMap((problem) => problemLines(problem, 80));
  if (list.length === 0) throw new OperationError('no-input', 'Nothing in the input could be read.', { hint: complaints.join('\n') });
  const related = lookUpIn(list);
  const places = placesIn(entries.values());
  const now = options.at ?? terminal.now().toISOString();
  const contextFor = (resource: Resource): EvaluationContext => {
    const apiVersion = resource['apiVersion'];
    const entry = entries.get(resource);
    return {
      now,
      related,
      ...(typeof apiVersion === 'string' ? { apiVersion } : {}),
      ...(entry === undefined ? {} : placeOf(entry, places)),
    };
  };
  return {
    list,
    complaints,
    contextFor,
    verdictOf: (policy, resource) => {
      const context = contextFor(resource);
      const verdict = policy.evaluate(resource, context);
      return verdict.compliance === 'NotApplicable' ? verdict : (unknownPlace(policy, context, places) ?? verdict);
    },
  };
}
