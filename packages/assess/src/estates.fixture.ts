import type { JsonObject } from '@plumbline/policy';
import fc from 'fast-check';

/** Subscriptions of the random estates. */
export const subscriptions = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
export const secureTransfer = 'storage-secure-transfer';
export const networkRestricted = 'storage-network-restricted';
export const redisConnections = 'redis-secure-connections';

export interface Account {
  readonly name: string;
  readonly subscription: string;
  readonly isSecure: boolean;
  readonly isRestricted: boolean;
}

export function accountOf({ name, subscription, isSecure, isRestricted }: Account): JsonObject {
  return {
    id: `/subscriptions/${subscription}/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/${name}`,
    type: 'Microsoft.Storage/storageAccounts',
    name,
    location: isSecure === isRestricted ? 'westeurope' : 'North Europe',
    properties: { supportsHttpsTrafficOnly: isSecure, networkAcls: { defaultAction: isRestricted ? 'Deny' : 'Allow' } },
  };
}

export function cacheOf(name: string, subscription: string, isSecure: boolean): JsonObject {
  return {
    id: `/subscriptions/${subscription}/resourceGroups/data/providers/Microsoft.Cache/redis/${name}`,
    type: 'Microsoft.Cache/redis',
    name,
    properties: { enableNonSslPort: !isSecure },
  };
}

export interface ExemptionFacts {
  readonly name: string;
  readonly scope: string;
  readonly category: 'Waiver' | 'Mitigated';
  readonly references: readonly string[];
  readonly expiresOn: string | null;
  /** The only location that it is for. */
  readonly location: string | null;
}

export function exemptionResource({ name, scope, category, references, expiresOn, location }: ExemptionFacts): JsonObject {
  return {
    id: `${scope}/providers/Microsoft.Authorization/policyExemptions/${name}`,
    type: 'Microsoft.Authorization/policyExemptions',
    name,
    properties: {
      displayName: name,
      exemptionCategory: category,
      policyDefinitionReferenceIds: [...references],
      ...(expiresOn === null ? {} : { expiresOn }),
      ...(location === null ? {} : { resourceSelectors: [{ name: 'place', selectors: [{ kind: 'resourceLocation', in: [location] }] }] }),
    },
  };
}

/** Dates on which exemptions of the random estates run out; the first one has passed. */
export const dates = ['2025-06-30T00:00:00Z', '2026-03-31T00:00:00Z', '2026-09-30T12:00:00Z'];
export const now = '2026-01-01T00:00:00Z';

const arbitraryAccounts = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    subscription: fc.constantFrom(...subscriptions),
    isSecure: fc.boolean(),
    isRestricted: fc.boolean(),
  }),
  { selector: ({ name, subscription }) => `${name} ${subscription}`, minLength: 1, maxLength: 10 },
);

const arbitraryCaches = fc.uniqueArray(
  fc.record({ name: fc.constantFrom('x', 'y', 'z'), subscription: fc.constantFrom(...subscriptions), isSecure: fc.boolean() }),
  { selector: ({ name, subscription }) => `${name} ${subscription}`, maxLength: 4 },
);

const arbitraryExemptions = (accounts: readonly Account[]) =>
  fc.uniqueArray(
    fc.record({
      name: fc.constantFrom('one', 'two', 'three'),
      scope: fc.constantFrom(
        ...subscriptions.map((id) => `/subscriptions/${id}`),
        ...accounts.map((account) => String(accountOf(account)['id'])),
      ),
      category: fc.constantFrom('Waiver' as const, 'Mitigated' as const),
      references: fc.subarray([secureTransfer, networkRestricted, redisConnections]),
      expiresOn: fc.constantFrom(null, ...dates),
      location: fc.constantFrom(null, null, 'northeurope'),
    }),
    { selector: ({ name, scope }) => `${name} ${scope}`, maxLength: 3 },
  );

/** Storage accounts and caches in two subscriptions, good and bad, some of them exempted. */
export const arbitraryEstates = arbitraryAccounts.chain((accounts) =>
  fc.record({ accounts: fc.constant(accounts), caches: arbitraryCaches, exemptions: arbitraryExemptions(accounts) }),
);

export interface RandomEstate {
  readonly accounts: readonly Account[];
  readonly caches: readonly { readonly name: string; readonly subscription: string; readonly isSecure: boolean }[];
  readonly exemptions: readonly ExemptionFacts[];
}

export function resourcesOf({ accounts, caches, exemptions }: RandomEstate): JsonObject[] {
  return [
    ...accounts.map(accountOf),
    ...caches.map(({ name, subscription, isSecure }) => cacheOf(name, subscription, isSecure)),
    ...exemptions.map(exemptionResource),
  ];
}
