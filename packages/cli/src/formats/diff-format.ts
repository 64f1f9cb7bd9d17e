import type { ChangeReport } from '../change/change-report.ts';
import type { Style } from '../result.ts';

export interface DiffStyle {
  readonly style: Style;
  readonly all: boolean;
  /** The two inputs as the user named them. */
  readonly names: readonly [string, string];
}

export type DiffFormat = (report: ChangeReport, options: DiffStyle) => Iterable<string>;

/** Every format by its name for `--format`, loaded when it is asked for. */
export const diffFormats = {
  text: async () => (await import('./diff-text.ts')).diffText,
  json: async () => (await import('./diff-json.ts')).diffJson,
  markdown: async () => (await import('./diff-markdown.ts')).diffMarkdown,
} as const satisfies Readonly<Record<string, () => Promise<DiffFormat>>>;
