import type { Frame } from '../compile/frame.ts';
import type { TargetRule } from '../compile/rule.ts';
import type { PendingVerdict } from '../compiled.ts';
import type { EvaluationContext, RelatedQuery, Verdict } from '../evaluation.ts';
import type { Resource } from '../resource.ts';
import type { Existence } from './existence.ts';

/** What a rule says once its related resources are known. */
export interface Outcomes {
  readonly existence: Existence;
  readonly found: Verdict;
  readonly missing: Verdict;
}

/** Half of the verdicts of an estate begin so, and most are settled at once or never: the look-up is made up when asked for. */
export class Pending implements PendingVerdict {
  readonly compliance = 'Pending';
  private readonly rule: TargetRule;
  private readonly resource: Resource;
  private readonly context: EvaluationContext;
  private readonly id: string;
  private readonly outcomes: Outcomes;
  private known: RelatedQuery | undefined;

  /** @param query undefined: it hangs on the id alone. */
  constructor(rule: TargetRule, frame: Frame, outcomes: Outcomes, query: RelatedQuery | undefined) {
    this.rule = rule;
    this.resource = frame.resource;
    this.context = frame.context;
    this.id = frame.lowerId();
    this.outcomes = outcomes;
    this.known = query;
  }

  get query(): RelatedQuery {
    const { seeks } = this.rule;
    this.known ??= seeks?.type === undefined ? { type: '', scope: 'children', of: this.id } : seeks.ask(this.id);
    return this.known;
  }

  settle(candidates: readonly Resource[] | undefined): Verdict {
    const { existence, found, missing } = this.outcomes;
    const type = this.known?.type ?? this.rule.seeks?.type ?? '';
    if (!candidates) return { compliance: 'NotCollected', needs: type };
    if (candidates.length === 0) return missing;
    const result = existence.holds(candidates, type, this.rule, this.resource, this.context);
    if (typeof result === 'string') return { compliance: 'Error', reason: result };
    return result ? found : missing;
  }
}
