import type { TextMatch, TextMatches } from './comparison.ts';

const lower = (text: string): string => text.toLowerCase();
const isWordCharacter = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  if (code < 128) return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return /[\p{L}\p{N}]/u.test(text.charAt(at));
};

/** Where terms begin or end: between a letter or digit and something else. */
const isEdge = (text: string, at: number): boolean =>
  at <= 0 || at >= text.length || !isWordCharacter(text, at - 1) || !isWordCharacter(text, at);

function hasTerm(text: string, wanted: string, atStart: boolean, atEnd: boolean): boolean {
  for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + 1)) {
    if ((!atStart || isEdge(text, at)) && (!atEnd || isEdge(text, at + wanted.length))) return true;
    if (wanted === '') return true;
  }
  return false;
}

const withCase = (matches: TextMatch): TextMatches => ({ matches, prepared: (wanted) => (text) => matches(text, wanted) });

const anyCase = (matches: TextMatch): TextMatches => ({
  matches: (text, wanted) => matches(lower(text), lower(wanted)),
  prepared(wanted) {
    const lowered = lower(wanted);
    return (text) => matches(lower(text), lowered);
  },
});

export const sameText: TextMatch = (text, wanted) => text === wanted || (text.length === wanted.length && lower(text) === lower(wanted));

const sameTextPrepared = (wanted: string): ((text: string) => boolean) => {
  const lowered = lower(wanted);
  return (text) => text === wanted || (text.length === wanted.length && lower(text) === lowered);
};

const has: TextMatch = (text, wanted) => hasTerm(text, wanted, true, true);
const hasPrefix: TextMatch = (text, wanted) => hasTerm(text, wanted, true, false);
const hasSuffix: TextMatch = (text, wanted) => hasTerm(text, wanted, false, true);
const contains: TextMatch = (text, wanted) => text.includes(wanted);
const starts: TextMatch = (text, wanted) => text.startsWith(wanted);
const ends: TextMatch = (text, wanted) => text.endsWith(wanted);

/** Operators between two texts. Those without _cs take no notice of case; `!` before them is handled by the caller. */
export const textMatches: Readonly<Record<string, TextMatches>> = {
  '=~': { matches: sameText, prepared: sameTextPrepared },
  '!~': {
    matches: (text, wanted) => !sameText(text, wanted),
    prepared(wanted) {
      const same = sameTextPrepared(wanted);
      return (text) => !same(text);
    },
  },
  has: anyCase(has),
  has_cs: withCase(has),
  hasprefix: anyCase(hasPrefix),
  hasprefix_cs: withCase(hasPrefix),
  hassuffix: anyCase(hasSuffix),
  hassuffix_cs: withCase(hasSuffix),
  contains: anyCase(contains),
  contains_cs: withCase(contains),
  startswith: anyCase(starts),
  startswith_cs: withCase(starts),
  endswith: anyCase(ends),
  endswith_cs: withCase(ends),
};
