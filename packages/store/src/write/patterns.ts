// Resources with the same verdicts have the same shape and the same assessments but for their ids: both are made once.
import type { Value } from '../database.ts';
import type { Assessed } from '../filling.ts';
import { letterOf } from '../letter.ts';
import type { StoredResource } from '../rows.ts';
import type { Shape } from '../shape.ts';
import { tables } from '../tables.ts';
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
    readonly row: StoredResource;
    readonly raw: Raw;
    readonly location: string | undefined;
    /** The list of verdicts is the same object for all resources that are alike. */
    readonly isShared: boolean;
  }): Pattern | Promise<Pattern>;
}

/** @param idOf of a shape */
export function patternsOf(work: Work, idOf: (shape: Shape) => number | Promise<number>): Patterns {
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
    const known = byText.get(text) ?? { id: byText.size + 1, assessed };
    byText.set(text, known);
    return known;
  };
  const made = (row: StoredResource, raw: Raw, effective: ReturnType<typeof effectiveVerdicts>): Pattern | Promise<Pattern> => {
    const shape = idOf(shapeOf(setup, row, raw, effective, null));
    const assessed = assessedAs(raw, effective);
    return shape instanceof Promise ? shape.then((id) => ({ ...assessed, shape: id })) : { ...assessed, shape };
  };
  const remembered = (verdicts: Verdicts, type: string, pattern: Pattern): Pattern => {
    const byType = known.get(verdicts) ?? new Map<string, Pattern>();
    known.set(verdicts, byType.set(type, pattern));
    return pattern;
  };

  return {
    of({ row, raw, location, isShared }) {
      const effective = effectiveVerdicts(setup, context, raw.verdicts, { ...row, location });
      if (!isShared || effective.exempt.size > 0) return made(row, raw, effective);
      const found = known.get(raw.verdicts)?.get(row.type);
      if (found !== undefined) return found;
      const pattern = made(row, raw, effective);
      if (pattern instanceof Promise) return pattern.then((settled) => remembered(raw.verdicts, row.type, settled));
      return remembered(raw.verdicts, row.type, pattern);
    },
  };
}

export interface PatternTable {
  /** Writes the assessments of resources with consecutive numbers. @param patterns undefined: none */
  write(subscription: string, firstRid: number, patterns: readonly (Pattern | undefined)[]): Promise<void>;
  close(): Promise<void>;
}

/** What resources with the same verdicts have in common of the columns of `assessment`. */
const columns = {
  pattern: 'bigint',
  recommendation: 'bigint',
  status: 'text',
  raw: 'text',
  cause: 'text',
  needs: 'text',
  imported: 'bigint',
} as const;

/** Copies rows within the database: measured, that takes a third of the time of giving every row to it. */
export async function patternTable({ transaction, clock }: Work): Promise<PatternTable> {
  const definitions = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  await transaction.run(`CREATE TEMPORARY TABLE pattern (${definitions.join(', ')}, PRIMARY KEY (pattern, recommendation))`);
  const copy = `INSERT INTO assessment (${Object.keys(tables.assessment).join(', ')})
    SELECT $1, $2 + given.position, p.recommendation, p.status, p.raw, p.cause, p.needs, p.imported, $3, $3
    FROM ${transaction.listOf(4)} AS given CROSS JOIN pattern p WHERE p.pattern = given.value`;
  const there = new Set<number>();
  return {
    async write(subscription, firstRid, patterns) {
      const rows: (readonly Value[])[] = [];
      for (const pattern of patterns) {
        if (pattern === undefined || there.has(pattern.id)) continue;
        there.add(pattern.id);
        for (const assessed of pattern.assessed) rows.push([pattern.id, ...assessed]);
      }
      await transaction.insert('pattern', columns, rows);
      await transaction.run(copy, [subscription, firstRid, clock, patterns.map((pattern) => pattern?.id ?? 0)]);
    },
    close: () => transaction.run('DROP TABLE pattern'),
  };
}
