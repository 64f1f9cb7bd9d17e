import type { ExemptionRow, Level, RecommendationRow, RecommendationScore, Severity } from './answers.ts';
import type { Column } from './csv.ts';
import type { RecommendationsState } from './screens.ts';

const severityRank: Readonly<Record<Severity, number>> = { high: 3, medium: 2, low: 1 };
const levelRank: Readonly<Record<Level, number>> = { low: 1, moderate: 2, high: 3 };

/** A row of the list, with what others say about it. */
export interface ListedRecommendation extends RecommendationRow {
  /** Exemptions in force that name it; who answers for it and for them. */
  readonly exemptions: number;
  readonly owners: readonly string[];
}

/** The kind of standing that the list can be narrowed to. */
export type Standing = Exclude<RecommendationsState['show'], 'all'> | 'none';

/** Open while something can be gained or mended; completed when all is healthy; not assessed when nothing could be judged. */
export function standingOf(row: RecommendationScore): Standing {
  if (row.unhealthy > 0) return 'open';
  if (row.healthy > 0) return 'completed';
  return row.notAssessed > 0 ? 'not-assessed' : 'none';
}

export function listedWith(rows: readonly RecommendationRow[], exemptions: readonly ExemptionRow[]): readonly ListedRecommendation[] {
  return rows.map((row) => {
    const own = exemptions.filter(({ byRecommendation }) => (byRecommendation[row.key] ?? 0) > 0);
    return {
      ...row,
      exemptions: own.length,
      owners: [...new Set([row.owner, ...own.map(({ owner }) => owner)].flatMap((owner) => owner ?? []))],
    };
  });
}

/** The rows that a state of the screen shows, in the order of the answer. */
export function shownRows<T extends RecommendationRow>(rows: readonly T[], state: RecommendationsState): readonly T[] {
  const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const text = `${row.displayName} ${row.name} ${row.category}`.toLowerCase();
    return (
      (state.show === 'all' || standingOf(row) === state.show) &&
      (state.severity.length === 0 || state.severity.includes(row.severity)) &&
      (state.category.length === 0 || state.category.includes(row.category)) &&
      (state.control === '' || row.controls.includes(state.control)) &&
      words.every((word) => text.includes(word))
    );
  });
}

/** How many rows each standing has, for the tabs of the list. */
export function standingCounts(rows: readonly RecommendationScore[]): Readonly<Record<RecommendationsState['show'], number>> {
  const counts = { open: 0, completed: 0, 'not-assessed': 0, all: rows.length };
  for (const row of rows) {
    const standing = standingOf(row);
    if (standing !== 'none') counts[standing] += 1;
  }
  return counts;
}

export interface RowGroup<T> {
  readonly title: string;
  readonly rows: readonly T[];
  /** What completing all of it would add. */
  readonly impact: number;
}

/** Rows by category or control, the group with the greatest impact first; in several controls: under each. */
export function groupedRows<T extends RecommendationRow>(
  rows: readonly T[],
  by: RecommendationsState['group'],
  other: string,
): readonly RowGroup<T>[] {
  if (by === 'none') return [{ title: '', rows, impact: 0 }];
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const titles = by === 'category' ? [row.category] : row.controls.length === 0 ? [other] : row.controls;
    for (const title of titles) groups.set(title, [...(groups.get(title) ?? []), row]);
  }
  return [...groups]
    .map(([title, own]) => ({ title, rows: own, impact: own.reduce((sum, { impact }) => sum + impact, 0) }))
    .sort((a, b) => b.impact - a.impact || (a.title < b.title ? -1 : 1));
}

/** The columns of the list; titles and words come from the texts. */
export function recommendationColumns(words: {
  readonly titles: Readonly<Record<RecommendationColumnId, string>>;
  readonly severity: Readonly<Record<Severity, string>>;
  readonly level: Readonly<Record<Level, string>>;
}): readonly (Column<ListedRecommendation> & { readonly id: RecommendationColumnId })[] {
  const { titles, severity, level } = words;
  return [
    { id: 'name', title: titles.name, value: (row) => row.displayName },
    { id: 'impact', title: titles.impact, value: (row) => row.impact, isNumber: true },
    { id: 'score', title: titles.score, value: (row) => row.score.current, isNumber: true },
    { id: 'max', title: titles.max, value: (row) => row.score.max, isNumber: true },
    { id: 'severity', title: titles.severity, value: (row) => severity[row.severity], rank: (row) => severityRank[row.severity] },
    { id: 'category', title: titles.category, value: (row) => row.category },
    { id: 'unhealthy', title: titles.unhealthy, value: (row) => row.unhealthy, isNumber: true },
    { id: 'total', title: titles.total, value: (row) => row.healthy + row.unhealthy, isNumber: true },
    { id: 'effort', title: titles.effort, value: (row) => level[row.effort], rank: (row) => levelRank[row.effort] },
    { id: 'owner', title: titles.owner, value: (row) => (row.owners.length === 0 ? null : row.owners.join(', ')) },
    { id: 'exemptions', title: titles.exemptions, value: (row) => row.exemptions, isNumber: true },
  ];
}

export const recommendationColumnIds = [
  'name',
  'impact',
  'score',
  'max',
  'severity',
  'category',
  'unhealthy',
  'total',
  'effort',
  'owner',
  'exemptions',
] as const;
export type RecommendationColumnId = (typeof recommendationColumnIds)[number];
