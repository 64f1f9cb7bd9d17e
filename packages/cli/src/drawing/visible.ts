// Names come from the estate, and whoever can name a resource must not be able to draw on the screen of whoever reads the report.

/**
 * What must not reach a screen as it is: control characters (ANSI sequences begin with one), marks that turn the direction
 * of text or have no width, line separators, private tags and lone halves of surrogate pairs.
 */
const hidden = /[\p{Cc}\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\p{Cs}\u{E0000}-\u{E007F}]/gu;
/** The zero-width joiner and non-joiner are part of ordinary writing (Persian, Hindi, emoji) and do nothing alone. */
const ordinary = new Set(['\u200C', '\u200D']);

/** The text with everything hidden spelled out as `\u{…}`. Single line. */
export function visible(text: string): string {
  return text.replace(hidden, (mark) => (ordinary.has(mark) ? mark : escapeOf(mark)));
}

function escapeOf(mark: string): string {
  return `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`;
}

/** JSON on one line in which every hidden character is escaped too: the same value, harmless on a terminal. */
export function visibleJson(json: string): string {
  return json.replace(/[\u007F-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/g, (mark) => {
    return `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
