import { InvalidArgumentError } from 'commander';

/** Names that a management group may have. */
const groupName = /^[\w.()-]{1,90}$/;

/**
 * Parses one scope, so that what is cut short by an empty variable (`/subscriptions/$ID`) is not taken for all subscriptions.
 * @throws {InvalidArgumentError} when it cannot be the scope of anything
 */
export function scopeOf(text: string): string {
  if (groupName.test(text)) return text;
  if (!text.startsWith('/')) {
    throw new InvalidArgumentError(
      'Expected the GUID of a subscription, the name of a management group, or an ARM id; display names are not looked up.',
    );
  }
  const segments = text.replace(/\/$/, '').slice(1).split('/');
  const isWhole = segments.length % 2 === 0 && segments.every((segment) => segment !== '');
  if (isWhole && (/^subscriptions$/i.test(segments[0] ?? '') || /^providers$/i.test(segments[0] ?? ''))) return text;
  throw new InvalidArgumentError(
    'Expected a whole ARM id, such as /subscriptions/GUID, /subscriptions/GUID/resourceGroups/NAME or /providers/Microsoft.Management/managementGroups/NAME.',
  );
}

/** For an option that may be given again for more. */
export function scopesOf(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, scopeOf(text)];
}
