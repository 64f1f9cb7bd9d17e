/**
 * A date and time as people and exports write it, in milliseconds since 1970; NaN when the text is none.
 * Without a zone it is UTC, as everywhere in Azure, and not a time of the machine that reads it.
 */
export function instantMsOf(text: string): number {
  const isZoned = /(?:[a-z]|[+-]\d{2}:?\d{2}|\))\s*$/i.test(text);
  const isDate = /^\s*\d{4}(?:-\d{2}){0,2}\s*$/.test(text);
  return Date.parse(isZoned || isDate ? text : `${text}Z`);
}
