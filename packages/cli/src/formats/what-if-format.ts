import type { Style } from '../result.ts';
import type { WhatIfReport } from '../what-if/what-if-report.ts';

export type WhatIfFormat = (report: WhatIfReport, options: { readonly style: Style; readonly all: boolean }) => Iterable<string>;

/** Every format by its name for `--format`, loaded when it is asked for. */
export const whatIfFormats = {
  text: async () => (await import('./what-if-text.ts')).whatIfText,
  json: async () => (await import('./what-if-json.ts')).whatIfJson,
  markdown: async () => (await import('./what-if-markdown.ts')).whatIfMarkdown,
} as const satisfies Readonly<Record<string, () => Promise<WhatIfFormat>>>;
