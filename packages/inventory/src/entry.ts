import type { Resource } from '@plumbline/policy';

declare const brand: unique symbol;
/** A lower-cased ARM id without a trailing slash: what ids are compared by. */
export type ResourceKey = string & { readonly [brand]: 'ResourceKey' };
/** A lower-cased subscription GUID (or whatever stands in its place in an id). */
export type SubscriptionId = string & { readonly [brand]: 'SubscriptionId' };

/**
 * One thing read from an input, normalised once. Everything is a resource: also subscriptions, management groups, users,
 * role assignments, imported assessments, exemptions and policy assignments, each under its ARM type
 * (users and groups, which have no ARM id, under `/providers/Microsoft.Graph/users/{objectId}` and `…/groups/{objectId}`).
 */
export interface Entry {
  readonly key: ResourceKey;
  /** Lower case, such as `microsoft.storage/storageaccounts`. */
  readonly type: string;
  /** undefined for what stands above subscriptions. */
  readonly subscription: SubscriptionId | undefined;
  /** Lower-case name; undefined outside resource groups. */
  readonly resourceGroup: string | undefined;
  /** False when the input gave no configuration (`az resource list`): `properties` missing or null. */
  readonly hasConfiguration: boolean;
  /** As given, with `id`, `name` and `type` filled in where the input lacked them. */
  readonly resource: Resource;
}
