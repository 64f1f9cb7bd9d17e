// Reads of everything, page by page or at once: what Azure's clients and Resource Graph are answered from.
import type { OverallScore } from '@plumbline/assess';
import type { JsonObject } from '@plumbline/policy';

export interface DocumentQuery {
  /** Any case. */
  readonly types?: readonly string[];
  /** An ARM id: only what it is, and what lies below it. */
  readonly under?: string;
  /** Leaves `resource` empty, which is most of the reading. */
  readonly isBare?: boolean;
  readonly after?: string;
  /** 1..1000; 100 by default. */
  readonly limit?: number;
}

/** Anything that was read, as it was read: resources, and assessments, exemptions, groups and all else that came as an entry. */
export interface StoredDocument {
  readonly id: string;
  /** The id in lower case. */
  readonly key: string;
  /** Lower case. */
  readonly type: string;
  readonly subscription: string;
  readonly resourceGroup: string | null;
  /** ISO 8601 UTC. */
  readonly firstSeen: string;
  readonly changed: string;
  readonly resource: JsonObject;
}

export interface AssessmentQuery {
  readonly after?: string;
  /** 1..1000; 100 by default. */
  readonly limit?: number;
}

/** Which assessment it is, and nothing more. */
export interface AssessedName {
  /** Key. */
  readonly recommendation: string;
  /** Id as it was read. */
  readonly resource: string;
  readonly subscription: string;
}

export interface Place {
  /** Lower-case GUID of a subscription. */
  readonly id: string;
  readonly displayName: string;
  /** From the parent up to the root, lower case. */
  readonly managementGroups: readonly string[];
  /** As it was read; null where only its resources were. */
  readonly subscription: JsonObject | null;
}

/** Both scores of a subscription, rounded as Azure's API rounds. */
export interface ApiScores {
  readonly id: string;
  readonly classic: OverallScore | null;
  /** Assessments that count in it. */
  readonly classicWeight: number;
  readonly controlsScore: OverallScore | null;
  readonly controls: readonly {
    readonly key: string;
    readonly current: number;
    readonly max: number;
    readonly healthy: number;
    readonly unhealthy: number;
    readonly notApplicable: number;
  }[];
}

export interface ResourceGroupRow {
  readonly subscription: string;
  /** As the ids in it write it. */
  readonly name: string;
  /** Of the first thing in it, or of the group itself. */
  readonly location: string | null;
  readonly resources: number;
}

export interface ResourceCounts {
  readonly resources: number;
  /** Those that are unhealthy in at least one recommendation. */
  readonly unhealthy: number;
}
