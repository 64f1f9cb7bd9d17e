/** The parts of an ARM id that remediation commands name. */
export interface IdParts {
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string | undefined;
  readonly subscription: string | undefined;
}

/**
 * The command that fixes one resource, ready to be pasted into a POSIX shell; undefined when there is none, or when the id
 * lacks a part that it names or holds characters that no shell should see. Names come from the estate: `$(…)` in one must not run.
 * @param template a command line with `{id}`, `{name}`, `{resourceGroup}` and `{subscription}`: `Fix.command`.
 */
export function fixCommandFor(template: string | undefined, resourceId: string): string | undefined {
  if (template === undefined || /\p{Cc}/u.test(resourceId)) return undefined;
  const parts = idPartsOf(resourceId);
  let isComplete = true;
  let open: Quote = '';
  const command = template.replace(/\\.|["']|\{(id|name|resourceGroup|subscription)\}/g, (found: string, part?: keyof IdParts) => {
    if (part === undefined) {
      open = openAfter(found, open);
      return found;
    }
    const value = parts[part];
    if (value === undefined) isComplete = false;
    const word = quoted(value ?? '');
    // Single quotes protect nothing inside double quotes, so the template's quotes are closed around a word that needs its own.
    return word === value ? word : open + word + open;
  });
  return isComplete ? command : undefined;
}

type Quote = '' | '"' | "'";

/** Which quotes of a command line are open after a quote or an escaped character. */
function openAfter(mark: string, open: Quote): Quote {
  // Nothing is escaped between single quotes.
  if (open === "'") return mark.endsWith("'") ? '' : open;
  if (mark !== '"' && mark !== "'") return open;
  return open === '' ? mark : open === mark ? '' : open;
}

/** A word that the shell takes as it is. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) && !word.startsWith('-') ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The parts of an ARM id that people know a resource by; ids are read without case, as Azure does. */
export function idPartsOf(id: string): IdParts {
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
