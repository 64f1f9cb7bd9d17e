// Resources with the same verdicts have the same shape and the same assessments but for their ids: both are made once.
import type { Assessed } from '../filling.ts';
import { letterOf } from '../letter.ts';
import type { Shape } from '../shape.ts';
import { effectiveVerdicts, type Raw, shapeOf, type Verdicts } from './judged.ts';
import type { Work } from './work.ts';

export interface Pattern {
  readonly shape: number;
  /** Of its assessments: patterns with the same ones have the same number. */
  readonly id: number;
  readonly assessed: readonly Assessed[];
}

export interface Patterns {
  /** A promise where it is a new one and its shape is asked for. */
  of(given: {
    readonly key: string;
    readonly type: string;
    readonly subscription: string;
    readonly implied: boolean;
    readonly raw: Raw;
    readonly location: string | undefined;
    /** The list of verdicts is the same object for all resources that are alike. */
    readonly isShared: boolean;
  }): Pattern | Promise<Pattern>;
}

/**
 * @param idOf of a shape
 * @param onNew told of the assessments of each number, once
 */
export function patternsOf(
  work: Work,
  { idOf, know: onNew }: { idOf(shape: Shape): number | Promise<number>; know(pattern: number, assessed: readonly Assessed[]): void },
): Patterns {
  const { setup, context } = work;
  const byText = new Map<string, Omit<Pattern, 'shape'>>();
  const { ordinals } = setup;
  const known = new Map<Verdicts, Map<string, Pattern>>();

  const assessedAs = (raw: Raw, effective: ReturnType<typeof effectiveVerdicts>): Omit<Pattern, 'shape'> => {
    const rawByIndex = new Map(raw.verdicts);
    const assessed = effective.verdicts
      .map(
        ([index, verdict]): Assessed => [
          ordinals.ofIndex(index),
          letterOf[verdict.status],
          letterOf[(rawByIndex.get(index) ?? verdict).status],
          verdict.cause ?? null,
          verdict.needs ?? null,
          verdict.imported ? 1 : 0,
        ],
      )
      .sort(([a], [b]) => a - b);
    const text = JSON.stringify(assessed);
    const same = byText.get(text);
    if (same !== undefined) return same;
    const added = { id: byText.size + 1, assessed };
    byText.set(text, added);
    onNew(added.id, assessed);
    return added;
  };
  const made = (
    resource: Parameters<typeof shapeOf>[1],
    raw: Raw,
    effective: ReturnType<typeof effectiveVerdicts>,
  ): Pattern | Promise<Pattern> => {
    const shape = idOf(shapeOf(setup, resource, raw, effective, null));
    const assessed = assessedAs(raw, effective);
    return shape instanceof Promise ? shape.then((id) => ({ ...assessed, shape: id })) : { ...assessed, shape };
  };
  const remembered = (verdicts: Verdicts, type: string, pattern: Pattern): Pattern => {
    const byType = known.get(verdicts) ?? new Map<string, Pattern>();
    known.set(verdicts, byType.set(type, pattern));
    return pattern;
  };

  return {
    of(given) {
      const { type, raw, isShared } = given;
      const effective = effectiveVerdicts(setup, context, raw.verdicts, given);
      if (!isShared || effective.exempt.size > 0) return made(given, raw, effective);
      const found = known.get(raw.verdicts)?.get(type);
      if (found !== undefined) return found;
      const pattern = made(given, raw, effective);
      if (pattern instanceof Promise) return pattern.then((settled) => remembered(raw.verdicts, type, settled));
      return remembered(raw.verdicts, type, pattern);
    },
  };
}
