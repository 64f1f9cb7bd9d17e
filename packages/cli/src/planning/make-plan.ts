import { type AssessmentRun, type JudgedResource, type PlanWork, planWorkOf, scopeFilterOf, scoringTableOf } from '@plumbline/assess';
import type { Catalogue } from '@plumbline/catalogue';
import { type Cost, type PlanAim, type PlanLimit, type PlanScope, planOf } from '@plumbline/score';
import { OperationError } from '../operation-error.ts';
import { outcomeOf, type PlanReport } from './plan-report.ts';
import type { SharedActions } from './shared-actions.ts';
import type { Target } from './targets.ts';

export interface PlanOptions {
  readonly model: 'classic' | 'controls';
  readonly aggregate: 'weighted' | 'pooled';
  readonly by: PlanReport['by'];
  /** Where `--scope` gives none, everything. */
  readonly scope: readonly string[];
  readonly targets: readonly Target[];
  /** Hours; undefined with targets. */
  readonly budget: number | undefined;
  readonly limit?: PlanLimit;
}

/** What is known of the estate besides its verdicts. */
export interface PlanKnowledge {
  readonly catalogue: Catalogue;
  readonly actions: SharedActions;
  readonly costOf: (resource: Pick<JudgedResource, 'key' | 'type'>, recommendation: string) => Cost;
}

/**
 * @param run over everything in the input: targets have scopes of their own
 * @throws {OperationError} when a scope is empty, or nothing in it has a score
 */
export function makePlan(
  run: AssessmentRun,
  options: PlanOptions,
  { catalogue, actions, costOf }: PlanKnowledge,
): { readonly outcome: PlanReport['outcome']; readonly work: readonly PlanWork[] } {
  const targets = options.targets.length > 0 ? options.targets : [undefined];
  const scopes = targets.map((target) => (target?.scope === undefined ? options.scope : [target.scope]));
  const table = scoringTableOf(catalogue);
  const {
    work,
    actions: shared,
    model,
  } = planWorkOf(run, {
    model:
      options.model === 'classic'
        ? { kind: 'classic', recommendations: table.recommendations }
        : { kind: 'controls', controls: table.controls, aggregate: options.aggregate },
    scopes: scopes.map((scope) => scopeFilterOf(scope, run.hierarchy)),
    costOf,
    ...(options.by === 'group' ? { actionOf: actions.actionOf } : {}),
  });
  for (const [at, scope] of scopes.entries()) {
    if (scope.length > 0 && !work.some(({ inScopes }) => inScopes[at])) throw emptyScope(scope);
  }
  const planned = planOf({
    work,
    model,
    aim: aimOf(options, work),
    by: options.by === 'group' ? { actions: shared } : options.by,
    ...(options.limit === undefined ? {} : { limit: options.limit }),
  });
  const isScored =
    planned.kind === 'outOfReach'
      ? planned.scopes.every(({ before }) => before !== null)
      : planned.scopes.every(({ before }) => before.max.numerator > 0n);
  if (!isScored) {
    throw new OperationError('no-input', 'There is nothing to plan: no recommendation has a healthy or an unhealthy resource there.', {
      hint: 'plumbline scan tells what was read and what was missing.',
    });
  }
  return { outcome: outcomeOf(planned, { run, catalogue, work, actions, by: options.by, targets: options.targets }), work };
}

function aimOf({ targets, budget, scope }: PlanOptions, work: readonly PlanWork[]): PlanAim {
  const inScope = new Map(work.map((one) => [one as object, one.inScopes]));
  const scopeAt = (at: number, name: string): PlanScope => ({ name, includes: (one) => inScope.get(one)?.[at] ?? false });
  if (budget !== undefined) return { kind: 'budget', cost: budget, scope: scopeAt(0, scope.join(', ')) };
  return { kind: 'targets', targets: targets.map((target, at) => ({ ...scopeAt(at, target.scope ?? ''), atLeast: target.atLeast })) };
}

function emptyScope(scope: readonly string[]): OperationError {
  return new OperationError('no-input', `The input holds nothing in the scope ${scope.join(', ')}.`, {
    hint: 'Expected an ARM id, the GUID of a subscription, or the name of a management group.',
  });
}
