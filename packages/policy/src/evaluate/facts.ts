import { typesOf } from '../compile/applicability.ts';
import { Frame } from '../compile/frame.ts';
import { type NameTest, readsOf } from '../compile/reads.ts';
import type { Asked } from '../compile/request.ts';
import { outcomeOf, type RuleOptions } from '../compile/rule.ts';
import { Scope, type Yield } from '../compile/scope.ts';
import { Target } from '../compile/target.ts';
import { undecidableOf } from '../compile/undecidable.ts';
import type { DecidedBy } from '../compiled.ts';
import { possibleEffects } from '../parse/definition.ts';
import { effectKindOf } from '../parse/effects.ts';
import type { Definition } from '../parse/tree.ts';
import { writtenOf } from './trace.ts';

/** What is known of a policy before it sees a resource. */
export interface PolicyFacts {
  readonly effect: string;
  /** True when the effect hangs on the resource or could not be worked out. */
  readonly effectIsComputed: boolean;
  readonly types: readonly string[] | undefined;
  readonly decidedBy: DecidedBy;
  readonly isOff: boolean;
  readonly undecidable: string | undefined;
  /** What has to be known of a request for the rule to be decidable after all. */
  readonly asked: Asked | undefined;
  readonly defaultState: string | undefined;
  readonly missingParameters: readonly string[];
  readonly reads: readonly string[];
  readonly related: { readonly type: string; readonly reads: readonly string[] } | undefined;
  readonly readsConfiguration: boolean;
  readonly readsBeyond: readonly string[];
  readonly readsInDetails: readonly string[];
  readonly nameTests: readonly NameTest[];
  readonly indexed: boolean;
  /** The whole `if` decides about applicability. */
  readonly wholeIf: boolean;
  readonly guesses: readonly { readonly alias: string; readonly guess: string }[];
}

export function factsOf(definition: Definition, options: RuleOptions, override: string | undefined): PolicyFacts {
  const { rule, mode } = definition;
  const scope = new Scope({
    target: new Target(undefined, undefined, options),
    owner: undefined,
    parameters: options.parameters,
    bindings: [],
    levels: 0,
  });
  const known = scope.yield(rule.effect);
  const constant = override !== undefined || 'constant' in known;
  const effect = override ?? ('constant' in known ? known.constant : undefined);
  const written = typeof effect === 'string' ? effect : writtenOf(rule.effect);
  const types = typesOf(rule.if, scope);
  const kind = constant ? effectKindOf(written) : undefined;
  const type = relatedType(definition, scope);
  const relates = type !== undefined && kind !== 'condition';
  const reads = readsOf(rule, types, options, type);
  // A definition that is switched off is classed by what it would do if it were on.
  const meant = kind === 'disabled' ? (effectWhenOn(definition) ?? written) : written;
  const undecidable = constant ? undecidableOf(definition, meant) : undefined;
  const state = rule.details?.defaultState && scope.yield(rule.details.defaultState);
  return {
    effect: written,
    effectIsComputed: !constant,
    types,
    decidedBy: undecidable?.class ?? (relates ? sourceOf(type) : 'configuration'),
    isOff: kind === 'disabled',
    undecidable: undecidable?.reason,
    asked: undecidable?.asked,
    defaultState: kind === 'manual' ? stateIn(state) : undefined,
    missingParameters: [...definition.parameters.values()]
      .filter((declaration) => options.parameters.get(declaration.name.toLowerCase()) === undefined)
      .map((declaration) => declaration.name),
    reads: reads.own,
    related: relates ? { type, reads: reads.related } : undefined,
    readsConfiguration: reads.own.some((path) => /^properties(?:$|[.[])/i.test(path)),
    readsBeyond: constant ? reads.beyond : [...reads.beyond, 'effect'],
    readsInDetails: reads.inDetails,
    nameTests: reads.nameTests,
    // readings.absentMode
    indexed: mode === undefined ? definition.declares : mode.toLowerCase() === 'indexed',
    wholeIf: mode?.toLowerCase() === 'microsoft.kubernetes.data',
    guesses: reads.guesses,
  };
}

/** A state that hangs on the resource is not known beforehand. */
function stateIn(value: Yield | undefined): string {
  return value !== undefined && 'constant' in value && typeof value.constant === 'string' ? value.constant : 'Unknown';
}

function effectWhenOn({ rule, parameters }: Definition): string | undefined {
  return possibleEffects(rule.effect, parameters).find((effect) => effectKindOf(effect) !== 'disabled');
}

function relatedType(definition: Definition, scope: Scope): string | undefined {
  const operand = definition.rule.details?.type;
  const type = operand && outcomeOf(scope.yield(operand), new Frame({}, { now: '' }));
  return typeof type === 'string' ? type.toLowerCase() : undefined;
}

/** Related resources that carry the verdict of somebody else. */
function sourceOf(type: string): DecidedBy {
  if (
    type === 'microsoft.security/assessments' ||
    type.startsWith('microsoft.security/assessments/') ||
    type === 'microsoft.security/complianceresults'
  ) {
    return 'assessment';
  }
  return type.startsWith('microsoft.guestconfiguration/') ? 'guest configuration' : 'related';
}
