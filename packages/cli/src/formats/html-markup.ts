import { visible } from '../drawing/visible.ts';

/** Markup that may stand in a page as it is. Made only by `html` and `joined`, so that text from the estate can never be it. */
export interface Markup {
  readonly kind: 'markup';
  readonly text: string;
}

type Part = Markup | string | number;

/** A template whose values are escaped, unless they are markup themselves. Values stand in text or in quoted attributes only. */
export function html(parts: TemplateStringsArray, ...values: readonly Part[]): Markup {
  let text = parts[0] ?? '';
  for (const [at, value] of values.entries()) text += markupOf(value) + (parts[at + 1] ?? '');
  return { kind: 'markup', text };
}

export function joined(parts: readonly Part[]): Markup {
  return { kind: 'markup', text: parts.map(markupOf).join('') };
}

/** A name from the estate, kept apart from the text around it, whichever direction it is written in. */
export function named(text: string): Markup {
  return html`<bdi>${text}</bdi>`;
}

export const nothing: Markup = { kind: 'markup', text: '' };

function markupOf(value: Part): string {
  return typeof value === 'object' ? value.text : escaped(String(value));
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' };

export function escaped(text: string): string {
  return visible(text).replace(/[&<>"'`]/g, (mark) => entities[mark] ?? mark);
}
