import type { JsonObject } from '@plumbline/policy';
import type { Edition } from './points.ts';
import type { AppliedPolicy } from './policies/applied.ts';
import type { Recommendation } from './recommendation.ts';

/** A recommendation as it counts in one edition, after the user's own catalogue file was applied. */
export interface CatalogueItem {
  readonly recommendation: Recommendation;
  /** null: does not count in this edition. */
  readonly points: number | null;
  /** Keys of the controls it is in. */
  readonly controls: readonly string[];
  /** Preview, deprecated and custom recommendations do not count unless the user gives them points. */
  readonly state: 'standard' | 'preview' | 'deprecated' | 'custom';
  /** Who answers for it, where the user's catalogue says so. */
  readonly owner?: string;
  /** Ids under which policy exemptions name it: reference ids in initiatives, ids or names of policy definitions. */
  readonly references?: readonly string[];
  /** Set on policies and members of initiatives: which compiled rules hold for a resource. */
  readonly applied?: AppliedPolicy;
}

export interface Control {
  /** A GUID, Azure's own where known. */
  readonly key: string;
  readonly name: string;
  /** 0..10. */
  readonly max: number;
  /** Names of the recommendations in it. */
  readonly recommendations: readonly string[];
}

export interface Catalogue {
  readonly edition: Edition | (string & {});
  readonly items: readonly CatalogueItem[];
  readonly controls: readonly Control[];
  /** Subscriptions and resource groups as policies see them; undefined: nothing is known but what the ids of resources say. */
  readonly places?: Places;
  /** Parameters of policies may ask for the time. */
  readonly asksForTime?: true;
}

/** By the id in lower case. */
export type Places = ReadonlyMap<string, JsonObject>;
