import type { Frame } from '../compile/frame.ts';
import type { Seeks } from '../compile/related.ts';
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

/** The look-up of a rule on resources of one target. */
export interface LookUp {
  readonly seeks: Seeks;
  readonly outcomes: Outcomes;
  /** Compiled only when there is a candidate to judge. */
  ruleFor(resource: Resource, context: EvaluationContext): TargetRule;
}

/** What is looked up for one resource; rules that look for the same share it. The query is made up when asked for. */
export class Search {
  readonly resource: Resource;
  readonly context: EvaluationContext;
  readonly type: string;
  private readonly id: string;
  private readonly ask: (id: string) => RelatedQuery;
  private known: RelatedQuery | undefined;
  private found: readonly Resource[] | undefined;

  constructor(frame: Frame, type: string, ask: (id: string) => RelatedQuery) {
    this.resource = frame.resource;
    this.context = frame.context;
    this.type = type;
    this.id = frame.lowerId();
    this.ask = ask;
    this.known = undefined;
    this.found = undefined;
  }

  get query(): RelatedQuery {
    this.known ??= this.ask(this.id);
    return this.known;
  }

  /** What the context finds, asked once. */
  candidates(): readonly Resource[] | undefined {
    this.found ??= this.context.related?.(this.query);
    return this.found;
  }
}

/** Half of the verdicts of an estate begin so, and most are settled at once or never. */
export class Pending implements PendingVerdict {
  readonly compliance = 'Pending';
  private readonly lookUp: LookUp;
  private readonly search: Search;

  constructor(lookUp: LookUp, search: Search) {
    this.lookUp = lookUp;
    this.search = search;
  }

  get query(): RelatedQuery {
    return this.search.query;
  }

  settle(candidates: readonly Resource[] | undefined): Verdict {
    return settled(this.lookUp, this.search, candidates);
  }
}

export function settled(lookUp: LookUp, search: Search, candidates: readonly Resource[] | undefined): Verdict {
  const { existence, found, missing } = lookUp.outcomes;
  if (!candidates) return { compliance: 'NotCollected', needs: search.type };
  if (candidates.length === 0) return missing;
  const { resource, context } = search;
  const result = existence.holds(candidates, { type: search.type, rule: lookUp.ruleFor(resource, context), resource, context });
  if (typeof result === 'string') return { compliance: 'Error', reason: result };
  return result ? found : missing;
}
