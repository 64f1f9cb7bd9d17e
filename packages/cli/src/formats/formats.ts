import type { Format } from '../result.ts';

/** Every format by its name for `--format`, loaded when it is asked for. */
export const formats = {
  text: async () => (await import('./text.ts')).text,
  json: async () => (await import('./json.ts')).json,
  ndjson: async () => (await import('./ndjson.ts')).ndjson,
  csv: async () => (await import('./csv.ts')).csv,
  markdown: async () => (await import('./markdown.ts')).markdown,
  html: async () => (await import('./html-format.ts')).htmlFormat(),
  sarif: async () => (await import('./sarif.ts')).sarif,
} as const satisfies Readonly<Record<string, () => Promise<Format>>>;

export type FormatName = keyof typeof formats;
export const formatNames = Object.keys(formats) as readonly FormatName[];
