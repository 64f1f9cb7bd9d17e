import type { VerdictExplanation } from '../explaining/explanation.ts';
import type { Style } from '../result.ts';

export type ExplainFormat = (explanation: VerdictExplanation, style: Style) => Iterable<string>;

/** Every format by its name for `--format`, loaded when it is asked for. */
export const explainFormats = {
  text: async () => (await import('./explain-text.ts')).explainText,
  json: async () => (await import('./explain-json.ts')).explainJson,
  markdown: async () => (await import('./explain-markdown.ts')).explainMarkdown,
} as const satisfies Readonly<Record<string, () => Promise<ExplainFormat>>>;
