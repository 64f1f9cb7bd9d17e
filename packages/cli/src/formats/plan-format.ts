import type { PlanReport } from '../planning/plan-report.ts';
import type { Style } from '../result.ts';

export interface PlanStyle extends Style {
  /** All resources of every step, not only the first. */
  readonly all: boolean;
}

export type PlanFormat = (report: PlanReport, style: PlanStyle) => Iterable<string>;

/** Every format by its name for `--format`, loaded when it is asked for. */
export const planFormats = {
  text: async () => (await import('./plan-text.ts')).planText,
  json: async () => (await import('./plan-json.ts')).planJson,
  csv: async () => (await import('./plan-csv.ts')).planCsv,
  markdown: async () => (await import('./plan-markdown.ts')).planMarkdown,
} as const satisfies Readonly<Record<string, () => Promise<PlanFormat>>>;
