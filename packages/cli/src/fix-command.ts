import type { Fix } from '@plumbline/catalogue';

/** The parts of an ARM id that remediation commands name. */
interface IdParts {
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string | undefined;
  readonly subscription: string | undefined;
}

/**
 * The command that fixes one resource, ready to be pasted into a POSIX shell; undefined when there is none, or when the id
 * lacks a part that it names or holds characters that no shell should see.
 */
export function fixCommandFor(fix: Fix, resourceId: string): string | undefined {
  if (fix.command === undefined || /\p{Cc}/u.test(resourceId)) return undefined;
  const parts = partsOf(resourceId);
  let complete = true;
  let open: Quote = '';
  const command = fix.command.replace(/\\.|["']|\{(id|name|resourceGroup|subscription)\}/g, (found: string, part?: keyof IdParts) => {
    if (part === undefined) {
      open = openAfter(found, open);
      return found;
    }
    const value = parts[part];
    if (value === undefined) complete = false;
    const word = quoted(value ?? '');
    // Single quotes protect nothing inside double quotes, so the template's quotes are closed around a word that needs its own.
    return word === value ? word : open + word + open;
  });
  return complete ? command : undefined;
}

type Quote = '' | '"' | "'";

/** Which quotes of a command line are open after a quote or an escaped character. */
function openAfter(mark: string, open: Quote): Quote {
  // Nothing is escaped between single quotes.
  if (open === "'") return mark.endsWith("'") ? '' : open;
  if (mark !== '"' && mark !== "'") return open;
  return open === '' ? mark : open === mark ? '' : open;
}

/** A word that the shell takes as it is; names come from the estate, and `$(…)` in one must not run. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) && !word.startsWith('-') ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Ends of ids are read without case, as Azure does. */
export function partsOf(id: string): IdParts {
  const segments = id.split('/');
  const after = (word: string) => {
    const at = segments.findIndex((segment) => segment.toLowerCase() === word);
    return at < 0 ? undefined : segments[at + 1];
  };
  return {
    id,
    name: segments.findLast((segment) => segment !== '') ?? id,
    resourceGroup: after('resourcegroups'),
    subscription: after('subscriptions'),
  };
}
