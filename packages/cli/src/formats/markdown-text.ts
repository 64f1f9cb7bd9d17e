import { visible } from '../drawing/visible.ts';

/**
 * Text from the estate as Markdown that shows exactly it: no markup, no HTML, no mention, no link, no issue reference, no end of a table cell.
 * What could mean something becomes a numeric entity, which no dialect of Markdown takes for markup.
 */
export function literal(text: string): string {
  return visible(text)
    .replace(/[\\`*_{}[\]<>()#!|~@:&$]/g, entityOf)
    .replace(/^\s*(?:[-+=]|\d+(?=[.)]))/, (start) => Array.from(start, entityOf).join(''))
    .replace(/www\./gi, (start) => start.replace('.', entityOf));
}

function entityOf(mark: string): string {
  return `&#${mark.charCodeAt(0)};`;
}

/** Text in a code span, whatever backticks it holds. */
export function code(text: string): string {
  const shown = visible(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return `${fence}${space}${shown}${space}${fence}`;
}

/** Lines of shell in a fenced block that nothing inside can end. */
export function fenced(lines: readonly string[], language: string): readonly string[] {
  const shown = lines.map(visible);
  const longest = Math.max(2, ...shown.flatMap((line) => line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [fence + language, ...shown, fence];
}

/** @param align one letter a column, `l` or `r`. */
export function markdownTable(titles: readonly string[], align: string, rows: readonly (readonly string[])[]): readonly string[] {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [row(titles), row(Array.from(align, (side) => (side === 'r' ? '--:' : '---'))), ...rows.map(row)];
}
