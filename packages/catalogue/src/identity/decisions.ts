import type { Resource } from '@plumbline/policy';
import { textAt } from '../json-reading.ts';
import { type Missing, notCollected } from '../missing.ts';
import type { GraphRecommendation, GraphVerdict, Neighbours } from '../recommendation.ts';
import { type Account, type Holders, holdersOf, shownAccount } from './accounts.ts';
import type { AccessLevel } from './roles.ts';
import { accessReads, assignmentType, subscriptionType, userType } from './types.ts';

type Decision = Pick<GraphRecommendation, 'kind' | 'reads' | 'needs' | 'judge' | 'resourceTypes'>;

export interface Unwanted {
  /** The levels of the roles that are looked at. */
  readonly levels: readonly AccessLevel[];
  /** What nobody who holds them may be; undefined when the input does not say. */
  readonly is: (account: Account) => boolean | undefined;
  /** `external`, `deprecated` */
  readonly word: string;
  /** `owner permissions` */
  readonly what: string;
}

/** Unhealthy while some account that holds a role of these levels is of the unwanted kind. */
export function noAccountIs(unwanted: Unwanted): Decision {
  return {
    resourceTypes: [subscriptionType],
    kind: 'graph',
    reads: accessReads,
    needs: [assignmentType, userType],
    judge: (subscription, neighbours) => judgeUnwanted(unwanted, subscription, neighbours),
  };
}

function judgeUnwanted({ levels, is, word, what }: Unwanted, subscription: Resource, neighbours: Neighbours): GraphVerdict {
  const holders = holdersOf(levels, neighbours);
  const found = holders.accounts.filter((account) => is(account) === true);
  const resource = textAt(subscription, 'id') ?? '';
  if (found.length > 0) {
    const names = found.map(shownAccount);
    const text = `${found.length} ${word} ${found.length === 1 ? 'account has' : 'accounts have'} ${what}: ${shownNames(names)}.`;
    return { status: 'Unhealthy', because: { text, resource: found[0]?.assignment ?? resource, found: names, expected: [] } };
  }
  const missing =
    missingFrom(holders, neighbours) ??
    unknownAccount(
      holders.accounts.find((account) => is(account) === undefined),
      word,
    );
  if (missing !== undefined) return notCollected(missing);
  if (!neighbours.isCollected(userType)) return notCollected({ kind: 'missing', needs: userType, text: 'No users are in the input.' });
  return {
    status: 'Healthy',
    because: { text: healthyText(holders.accounts.length, what, word), resource, found: [] },
  };
}

function healthyText(accounts: number, what: string, word: string): string {
  if (accounts === 0) return `No account has ${what}.`;
  return accounts === 1 ? `The one account with ${what} is not ${word}.` : `None of the ${accounts} accounts with ${what} is ${word}.`;
}

function unknownAccount(account: Account | undefined, word: string): Missing | undefined {
  if (account === undefined) return undefined;
  const text =
    account.user === undefined
      ? `The user ${account.id} holds a role and is not in the input.`
      : `Whether ${shownAccount(account)} is ${word} is not in the input: export users with userType and accountEnabled.`;
  return { kind: 'missing', needs: userType, text, resource: account.assignment };
}

/** Decided by how many users own the subscription. */
export interface OwnerCount {
  /** Settles it as soon as so many are known, whoever else there may be. */
  readonly settledFrom: number;
  readonly settled: 'Healthy' | 'Unhealthy';
  readonly otherwise: 'Healthy' | 'Unhealthy';
  readonly expected: string;
}

export function ownersAreCounted(count: OwnerCount): Decision {
  return {
    resourceTypes: [subscriptionType],
    kind: 'graph',
    reads: accessReads,
    needs: [assignmentType],
    judge: (subscription, neighbours) => judgeCount(count, subscription, neighbours),
  };
}

function judgeCount(
  { settledFrom, settled, otherwise, expected }: OwnerCount,
  subscription: Resource,
  neighbours: Neighbours,
): GraphVerdict {
  const holders = holdersOf(['owner'], neighbours);
  const found = holders.accounts.length;
  const names = holders.accounts.map(shownAccount);
  const owners = found === 0 ? 'No user owns' : `${found} ${found === 1 ? 'user owns' : 'users own'}`;
  const because = {
    text: `${owners} the subscription${found === 0 ? '' : `: ${shownNames(names)}`}.`,
    resource: textAt(subscription, 'id') ?? '',
    found,
    expected,
  };
  if (found >= settledFrom) return { status: settled, because };
  const missing = missingFrom(holders, neighbours);
  return missing === undefined ? { status: otherwise, because } : notCollected(missing);
}

function missingFrom({ missing }: Holders, neighbours: Neighbours): Missing | undefined {
  if (!neighbours.isCollected(assignmentType))
    return { kind: 'missing', needs: assignmentType, text: 'No role assignments of the subscription are in the input.' };
  return missing[0];
}

function shownNames(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
