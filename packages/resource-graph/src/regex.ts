import { RE2JS, RE2JSSyntaxException } from 're2js';
import type { Budget } from './budget.ts';
import { invalid } from './problem.ts';

/** The most characters of a pattern, and of a text that patterns look through. */
const maximumPattern = 2000;
const maximumText = 1_000_000;

export interface Pattern {
  tests(text: string): boolean;
  /** All matches, each with its groups; a group that took no part is the empty text. */
  all(text: string, most?: number): readonly Match[];
  replace(text: string, replacement: string): string;
  readonly groups: number;
}

export interface Match {
  readonly start: number;
  readonly end: number;
  /** The whole match first. */
  readonly groups: readonly string[];
}

const compiled = new Map<string, RE2JS>();
const maximumCompiled = 200;

/** RE2, which never takes more than linear time. Patterns that it cannot run are refused. */
export function compilePattern(pattern: string, at: number, budget: Budget, flags = 0): Pattern {
  if (pattern.length > maximumPattern)
    throw invalid(`The pattern has ${pattern.length} characters, at most ${maximumPattern} are allowed.`, at, 'Use several conditions.');
  const regex = engine(pattern, at, flags);
  const account = (text: string): string => {
    budget.spend(text.length + pattern.length);
    return text.length > maximumText ? text.slice(0, maximumText) : text;
  };
  return {
    groups: regex.groupCount(),
    tests: (text) => regex.matcher(account(text)).find(),
    all(text, most = Number.POSITIVE_INFINITY) {
      const matcher = regex.matcher(account(text));
      const found: Match[] = [];
      while (found.length < most && matcher.find()) {
        budget.spend(20);
        const groups: string[] = [];
        for (let group = 0; group <= regex.groupCount(); group += 1) groups.push(matcher.group(group) ?? '');
        found.push({ start: matcher.start(), end: matcher.end(), groups });
      }
      return found;
    },
    replace(text, replacement) {
      let from = 0;
      const parts: string[] = [];
      const account_ = account(text);
      for (const match of this.all(account_)) {
        parts.push(
          account_.slice(from, match.start),
          replacement.replace(/\\(\d)/g, (_whole, group: string) => match.groups[Number(group)] ?? ''),
        );
        from = match.end;
      }
      parts.push(account_.slice(from));
      return parts.join('');
    },
  };
}

function engine(pattern: string, at: number, flags: number): RE2JS {
  const key = `${flags}:${pattern}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  try {
    const regex = RE2JS.compile(pattern, flags);
    if (compiled.size >= maximumCompiled) compiled.clear();
    compiled.set(key, regex);
    return regex;
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException) && !(error instanceof Error)) throw error;
    throw invalid(
      `${JSON.stringify(pattern)} is not a pattern: ${error.message}.`,
      at,
      'Patterns are those of RE2: no look-around and no back-references.',
    );
  }
}
