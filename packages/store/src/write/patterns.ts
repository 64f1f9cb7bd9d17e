// Resources with the same verdicts have the same shape and the same assessments but for their ids: both are made once.
import type { Value } from '../database.ts';
import { letterOf } from '../letter.ts';
import type { StoredResource } from '../rows.ts';
import { tables } from '../tables.ts';
import { effectiveVerdicts, type Raw, shapeOf, type Verdicts } from './judged.ts';
import { idOf } from './record-page.ts';
import type { Work } from './work.ts';

export interface Pattern {
  readonly shape: number;
  /** Of its assessments in the table that lasts as long as the import. */
  readonly id: number;
}

export interface Patterns {
  /** A promise where it is a new one. */
  of(given: {
    readonly row: StoredResource;
    readonly raw: Raw;
    readonly location: string | undefined;
    /** The list of verdicts is the same object for all resources that are alike. */
    readonly isShared: boolean;
  }): Pattern | Promise<Pattern>;
  /** Writes the assessments of resources with consecutive numbers. @param ids of their patterns; 0: none */
  write(subscription: string, firstRid: number, ids: readonly number[]): Promise<void>;
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

/**
 * Copied within the database: measured, that takes a third of the time of giving every row to it.
 */
export async function patternsOf(work: Work): Promise<Patterns> {
  const { setup, context, transaction, clock } = work;
  const definitions = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  await transaction.run(`CREATE TEMPORARY TABLE pattern (${definitions.join(', ')}, PRIMARY KEY (pattern, recommendation))`);
  const copy = `INSERT INTO assessment (${Object.keys(tables.assessment).join(', ')})
    SELECT $1, $2 + given.position, p.recommendation, p.status, p.raw, p.cause, p.needs, p.imported, $3, $3
    FROM ${transaction.listOf(4)} AS given CROSS JOIN pattern p WHERE p.pattern = given.value`;
  const idByText = new Map<string, number>();
  const { ordinals } = setup;
  const known = new Map<Verdicts, Map<string, Pattern>>();

  const made = async (row: StoredResource, raw: Raw, effective: ReturnType<typeof effectiveVerdicts>): Promise<Pattern> => {
    const shape = await idOf(work, shapeOf(setup, row, raw, effective, null));
    const rawByIndex = new Map(raw.verdicts);
    const rows = effective.verdicts
      .map(([index, verdict]): readonly [number, ...Value[]] => [
        ordinals.ofIndex(index),
        letterOf[verdict.status],
        letterOf[(rawByIndex.get(index) ?? verdict).status],
        verdict.cause ?? null,
        verdict.needs ?? null,
        verdict.imported ? 1 : 0,
      ])
      .sort(([a], [b]) => a - b);
    const text = JSON.stringify(rows);
    const known = idByText.get(text);
    if (known !== undefined) return { shape, id: known };
    const id = idByText.size + 1;
    idByText.set(text, id);
    await transaction.insert(
      'pattern',
      columns,
      rows.map((row) => [id, ...row]),
    );
    return { shape, id };
  };

  return {
    of({ row, raw, location, isShared }) {
      const effective = effectiveVerdicts(setup, context, raw.verdicts, { ...row, location });
      if (!isShared || effective.exempt.size > 0) return made(row, raw, effective);
      const found = known.get(raw.verdicts)?.get(row.type);
      if (found !== undefined) return found;
      return made(row, raw, effective).then((pattern) => {
        const byType = known.get(raw.verdicts) ?? new Map<string, Pattern>();
        known.set(raw.verdicts, byType.set(row.type, pattern));
        return pattern;
      });
    },
    write: (subscription, firstRid, ids) => transaction.run(copy, [subscription, firstRid, clock, ids]),
    close: () => transaction.run('DROP TABLE pattern'),
  };
}
