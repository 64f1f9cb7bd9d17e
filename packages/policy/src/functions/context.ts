import type { EvaluationContext } from '../evaluation.ts';
import { type Evaluator, ExpressionFailure, type Outcome } from '../expression/environment.ts';
import { expected, fail } from './arguments.ts';
import { formatInstant } from './date-format.ts';
import type { ContextFunction, ContextName } from './function.ts';
import { parseInstant } from './instant.ts';

const reading = (name: ContextName, read: (context: EvaluationContext) => Outcome): ContextFunction => ({
  kind: 'context',
  name,
  arguments: [0, 0],
  reads: name,
  bind: () => (env) => read(env.context),
});

export const subscription = reading('subscription', (context) => context.subscription);
export const resourceGroup = reading('resourceGroup', (context) => context.resourceGroup);
export const requestContext = reading('requestContext', (context) => context.requestContext);
export const policy = reading('policy', (context) => context.policy);

/** The answer of an endpoint that Azure asks while a request waits; a context may carry one under `claims`. */
export const claims = reading('claims', (context) => {
  const given: unknown = 'claims' in context ? context.claims : undefined;
  return typeof given === 'object' && given !== null
    ? (given as Outcome)
    : fail('claims', 'the answer of an external endpoint is known only while a request is judged');
});

/** The instant of the run as it was given, or in a .NET format. */
export const utcNow: ContextFunction = {
  kind: 'context',
  name: 'utcNow',
  arguments: [0, 1],
  reads: 'utcNow',
  bind: ([format]) => (format === undefined ? (env) => env.context.now : formatted(format)),
};

const formatted =
  (format: Evaluator): Evaluator =>
  (env) => {
    const pattern = format(env);
    if (pattern === undefined || pattern instanceof ExpressionFailure) return pattern;
    if (typeof pattern !== 'string') return expected('utcNow', 1, 'a text', pattern);
    const instant = parseInstant(env.context.now);
    if (instant === undefined) return fail('utcNow', `the instant of the run, ${JSON.stringify(env.context.now)}, is not an ISO 8601 date`);
    return formatInstant(instant, pattern) ?? fail('utcNow', `${JSON.stringify(pattern)} is no date format`);
  };
