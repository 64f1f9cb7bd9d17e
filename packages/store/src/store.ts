// What others see of the store. Reads answer from everything that was acknowledged before they began, by any process.
import type { Assessment, Coverage, Model, OverallScore, ScoreReport, ScoringOptions, SubscriptionScore } from '@plumbline/assess';
import type { Catalogue, PolicySummary } from '@plumbline/catalogue';
import type { Entry, EntrySink, NotPermitted } from '@plumbline/inventory';
import type { JsonObject, JsonValue } from '@plumbline/policy';
import type { Status } from '@plumbline/score';
import type { Comparison, ComparisonOptions, HistoryPoint, HistoryQuery, MovedBy, When } from './history/told.ts';

export type * from './history/told.ts';

import type {
  ApiScores,
  AssessedName,
  AssessmentQuery,
  DocumentQuery,
  Place,
  ResourceCounts,
  ResourceGroupRow,
  StoredDocument,
} from './wide-reads.ts';

/** Where the data lie. `folder` is created when it does not exist; `url` is a `postgres://` connection string. */
export type StoreLocation =
  | { readonly kind: 'sqlite'; readonly folder: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly schema?: string };

/** What the estate itself says about policies. */
export interface PolicyEstate {
  /** `Microsoft.Authorization/policyDefinitions` and `policyAssignments`, sorted by key. */
  readonly definitions: readonly Entry[];
  readonly assignments: readonly Entry[];
  managementGroupsOf(subscription: string): readonly string[];
}

/** @returns besides the catalogue a text that is another one when anything but the estate makes its policies judge otherwise. */
export type CatalogueFor = (estate: PolicyEstate) => {
  readonly catalogue: Catalogue;
  readonly policies: string;
  /** For reports. */
  readonly summary?: PolicySummary;
};

export interface OpenOptions {
  /** Or, where policies are judged, how it is made for what the estate assigns: asked again when that changes. */
  readonly catalogue: Catalogue | CatalogueFor;
  /** The wall clock, ISO 8601 UTC. Read when nothing else says what time it is. */
  readonly now: () => string;
  /** Which verdict counts where our rule and an assessment in the input disagree; `rule` by default. */
  readonly prefer?: 'rule' | 'input';
  /**
   * Changes when the policy definitions and assignments do that `catalogue` was made with; everything is then judged again.
   * Without it a catalogue with such items is judged again at every opening.
   */
  readonly policies?: string;
  /**
   * Tells one build of the program from another: rules are code, and so is the language of policies, so what another build has judged is
   * judged again. Without it only the catalogue tells.
   */
  readonly build?: string;
  /** The model of `scoreBefore`, `scoreAfter` and score events; `classic` by default. */
  readonly model?: Model;
  /** The built thread that makes what a first import writes, `page-worker` or `row-worker`; without it everything is done in one. */
  readonly fillScript?: URL;
}

/** One line of a batch. */
export type Change =
  /** `kept`: it was made here and stands in no export, so no export says that it is gone, until one has held it. */
  | { readonly op: 'put'; readonly resource: JsonObject; readonly kept?: true }
  | { readonly op: 'delete'; readonly id: string }
  /** An assessment as Azure writes it, or `{resource, recommendation (name or key), status, cause?, description?}`. */
  | { readonly op: 'assess'; readonly assessment: JsonObject }
  /** All resources of these types in this scope were sent since the last such line: what was not is gone. */
  | { readonly op: 'complete'; readonly scope: string; readonly types: readonly string[] }
  | { readonly op: 'exempt'; readonly exemption: ExemptionRequest }
  | { readonly op: 'revoke'; readonly id: string };

/** An exemption as people ask for it; it is kept as a policy exemption, like one that Azure sent. */
export interface ExemptionRequest {
  /** ARM id of a resource, resource group, subscription or management group. */
  readonly scope: string;
  /** Names or keys of recommendations; empty: all. */
  readonly recommendations: readonly string[];
  readonly category: 'Waiver' | 'Mitigated';
  readonly reason: string;
  readonly owner?: string;
  /** ISO 8601; absent: for ever. */
  readonly expiresOn?: string;
  readonly displayName?: string;
  /** The last segment of its id; made from its content when absent, so that the same request twice is one exemption. */
  readonly name?: string;
}

export interface Batch {
  /** Chosen by the client: the same batch under the same key changes nothing the second time. */
  readonly key?: string;
  readonly changes: readonly Change[];
  /** ISO 8601 UTC. The store's clock never goes back: an earlier instant than the last one counts as the last one. */
  readonly at: string;
}

export interface RefusedChange {
  /** From 1, by position in `changes`. */
  readonly line: number;
  readonly reason: string;
  readonly hint: string;
}

export interface BatchResult {
  /** The moment that the batch made, or the latest one when it changed nothing. */
  readonly sequence: number;
  readonly at: string;
  readonly accepted: number;
  readonly refused: readonly RefusedChange[];
  /** True when a batch with this key was taken before; the rest is then the answer of that time. */
  readonly replayed: boolean;
  readonly scoreBefore: OverallScore | null;
  readonly scoreAfter: OverallScore | null;
  /** Ids of exemptions that `exempt` lines made, in their order. */
  readonly exemptions: readonly string[];
  /** Resources written, deleted, and judged again because of it. */
  readonly put: number;
  readonly deleted: number;
  readonly judged: number;
}

/** What an import declares to hold completely. */
export interface Completed {
  /** ARM id of a subscription, resource group or management group; `/` for everything. */
  readonly scope: string;
  /** Absent: every type. */
  readonly types?: readonly string[];
  /** Scopes within it of which that is not so: what is stored there stays. */
  readonly except?: readonly string[];
}

/** Entries in batches; asked with a sink, whoever can gives it resources as they stand in their files instead, and empty batches. */
export type EntrySource = AsyncIterable<readonly Entry[]> | ((sink: EntrySink | undefined) => AsyncIterable<readonly Entry[]>);

export interface ImportOptions {
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Asked after the entries have ended, since manifests stand among them. What the import did not hold there is deleted. */
  readonly complete?: () => readonly Completed[];
  /** Types declared completely collected, without deleting anything; asked after the entries have ended. */
  readonly collected?: () => readonly { readonly type: string; readonly subscription?: string }[];
  /**
   * What the collector was not allowed to read, in place of what was said before; undefined: as before. Asked after the entries have
   * ended. What is stored of it stays, but that it is all there holds no longer.
   */
  readonly notPermitted?: () => readonly NotPermitted[] | undefined;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: { readonly stage: 'reading' | 'judging'; readonly resources: number }) => void;
}

export interface ImportResult {
  readonly sequence: number;
  readonly read: number;
  readonly put: number;
  readonly unchanged: number;
  /** What stood in the input again under an id that it had held before; the last one counts. */
  readonly duplicates: number;
  readonly deleted: number;
  readonly refused: readonly RefusedChange[];
  readonly scoreBefore: OverallScore | null;
  readonly scoreAfter: OverallScore | null;
}

/** What a read is about, and who asks. */
export interface Selection {
  /** ARM ids, subscription GUIDs or names of management groups; empty or absent: everything. */
  readonly scope?: readonly string[];
  /** Scopes that the reader may see; absent: everything. Every answer is computed from these alone. */
  readonly readable?: readonly string[];
}

/** An answer and the moment that it is true for. */
export interface Answer<T> {
  readonly value: T;
  /** Grows with every change; the same selection at the same sequence gives the same answer (until an exemption expires by `advance`). */
  readonly sequence: number;
  /** ISO 8601 UTC of that moment. */
  readonly at: string;
  /** True when `readable` cut something away from what was asked for. */
  readonly partial: boolean;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** To be given as `after` for the next page; null at the end. */
  readonly next: string | null;
}

export interface ResourcePage extends Page<ResourceRow> {
  /** Rows of all pages together, where the page begins with `from` or is the first; absent where a search narrows them. */
  readonly total?: number;
}

export interface ResourceQuery {
  /** Name or key of a recommendation: only resources that it is judged on. */
  readonly recommendation?: string;
  /** Only with `recommendation`. */
  readonly status?: readonly Status[];
  readonly subscription?: string;
  /** Any case. */
  readonly type?: string;
  /** Part of the id, any case. */
  readonly search?: string;
  readonly after?: string;
  /** Number of the first row, beginning with 0, in place of `after`; found in bounded time, so not with `search`. */
  readonly from?: number;
  /** 1..1000; 100 by default. */
  readonly limit?: number;
  /** Whether rows carry their reason (`because`): judged again for it, so ask only for what is shown. */
  readonly explain?: boolean;
}

export interface ResourceRow {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly subscription: string;
  readonly resourceGroup: string | null;
  readonly location: string | null;
  readonly tags: Readonly<Record<string, string>>;
  /** Assessments of this resource by status. */
  readonly healthy: number;
  readonly unhealthy: number;
  /** Present when the query named a recommendation. */
  readonly assessment?: AssessedItem;
}

export interface AssessedItem extends Assessment {
  readonly name: string;
  readonly displayName: string;
  /** ISO 8601 UTC of its first verdict, and of the last time that its status changed. */
  readonly firstEvaluated: string;
  readonly statusChanged: string;
  /** Id of the exemption that decided. */
  readonly exemption?: string;
}

export interface ResourceDetail {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly subscription: string;
  readonly resourceGroup: string | null;
  readonly managementGroups: readonly string[];
  /** ISO 8601 UTC. */
  readonly firstSeen: string;
  readonly changed: string;
  readonly resource: JsonObject;
  /** Known only because something else names it. */
  readonly implied: boolean;
  readonly assessments: readonly AssessedItem[];
  /** Resources that its verdicts looked at, and that look at it; at most 100 each. */
  readonly dependsOn: readonly string[];
  readonly dependents: readonly string[];
  /** Its changes, the latest first; at most 200. */
  readonly history: readonly ResourceTransition[];
}

export interface ResourceTransition {
  readonly sequence: number;
  readonly at: string;
  readonly resource: string;
  /** `put` when it appeared or its content changed, `delete` when it left, `status` when a verdict changed. */
  readonly kind: 'put' | 'delete' | 'status';
  /** For `status`. */
  readonly recommendation?: string;
  readonly from?: Status | null;
  readonly to?: Status | null;
  readonly cause?: string;
}

export interface GroupNode {
  /** Lower-case name. */
  readonly name: string;
  readonly displayName: string;
  readonly parent: string | null;
  readonly score: OverallScore | null;
  readonly resources: number;
  /** Names of the groups directly below, and ids of the subscriptions directly below. */
  readonly groups: readonly string[];
  readonly subscriptions: readonly string[];
}

export interface ExemptionRow {
  readonly id: string;
  readonly displayName: string;
  readonly category: 'Waiver' | 'Mitigated';
  readonly scope: string;
  /** As given: names, keys or reference ids; empty: everything in the assignment. */
  readonly recommendations: readonly string[];
  readonly reason: string;
  readonly owner: string | null;
  readonly expiresOn: string | null;
  readonly expired: boolean;
  /** Assessments that it decides now, and those of each recommendation by its key. */
  readonly assessments: number;
  readonly byRecommendation: Readonly<Record<string, number>>;
}

/** Things supposed; the answer is computed by the same code from counts changed accordingly. */
export interface Supposition {
  /** Names or keys of recommendations: all their unhealthy resources become healthy. */
  readonly complete?: readonly string[];
  /** Resources fixed: in one recommendation, or in all. */
  readonly fix?: readonly { readonly resource: string; readonly recommendation?: string }[];
  /** Assessments left out (Waiver) or counted healthy (Mitigated). */
  readonly exempt?: readonly {
    readonly scope: string;
    readonly recommendations: readonly string[];
    readonly category: 'Waiver' | 'Mitigated';
  }[];
  /** Resources deleted. */
  readonly remove?: readonly string[];
}

export interface WhatIf {
  readonly before: OverallScore | null;
  readonly after: OverallScore | null;
  /** Assessments that would change. */
  readonly changed: number;
  /** Ids and names in the supposition that nothing is known by. */
  readonly unknown: readonly string[];
}

export interface SearchHit {
  readonly kind: 'resource' | 'recommendation' | 'subscription' | 'managementGroup';
  /** ARM id, or the name of a recommendation. */
  readonly id: string;
  readonly title: string;
  readonly detail: string;
}

/** Something that happened; ids rise, also across processes on one database. A reader gets only what `isReadable` lets through. */
export interface StoreEvent {
  /** `sequence-number`, such as `17-3`. */
  readonly id: string;
  readonly sequence: number;
  readonly at: string;
  readonly kind: 'score' | 'recommendation' | 'resource';
  /** For `recommendation` and `resource`; for `score` those whose tallies moved. */
  readonly subscriptions: readonly string[];
  /** For `resource`: its id. */
  readonly resource?: string;
  /** For `recommendation`: its name. */
  readonly recommendation?: string;
  /** For `resource`: what happened to it. */
  readonly change?: 'put' | 'delete' | 'status';
  /** Only in events given out without a `readable` filter: the overall score, in the store's model. */
  readonly score?: { readonly before: OverallScore | null; readonly after: OverallScore | null };
}

export interface EventFilter {
  readonly readable?: readonly string[];
}

export interface StoreStats {
  readonly kind: 'sqlite' | 'postgres';
  readonly sequence: number;
  readonly resources: number;
  readonly assessments: number;
  readonly subscriptions: number;
  readonly profiles: number;
  /** Bytes on disk. */
  readonly bytes: number;
  readonly batches: number;
  /** Batches waiting for their turn. */
  readonly waiting: number;
  /** Milliseconds of the last batches, from request to durable; at most 1,000. */
  readonly batchMs: readonly number[];
}

export interface Retention {
  /** Single changes are kept so many days; older ones are compacted to the state at the end of each UTC day. */
  readonly changesDays: number;
}

export interface Forgotten {
  /** Moments dropped, and single status changes. */
  readonly moments: number;
  readonly transitions: number;
  /** Deleted resources of which nothing is left, and keys of batches that would now be taken again. */
  readonly resources: number;
  readonly batchKeys: number;
  /** Before this instant only the last moment of each UTC day can be asked for, and only for whole subscriptions. */
  readonly before: string;
}

/** Small things that servers keep beside: tokens (hashed), schedules. Names are paths such as `tokens/ab12`. */
export interface Settings {
  get(name: string): Promise<JsonValue | undefined>;
  /** @param value undefined removes it. */
  set(name: string, value: JsonValue | undefined): Promise<void>;
  list(prefix: string): Promise<readonly { readonly name: string; readonly value: JsonValue }[]>;
}

/**
 * The estate, its assessments and its whole history. Every promise rejects with an OperationError when the world fails
 * (disk full, database gone); nothing is then half done.
 */
export interface Store {
  /** Durable when it resolves; all of the batch's accepted lines, or none. */
  apply(batch: Batch): Promise<BatchResult>;
  /** Takes a whole estate as one moment: all of it, or none. */
  importEstate(entries: EntrySource, options: ImportOptions): Promise<ImportResult>;
  /** Moves the clock on, so that exemptions expire. Does nothing when nothing depends on it. */
  advance(at: string): Promise<{ readonly sequence: number; readonly expired: number }>;

  /** The latest moment; cheap, for ETags. */
  head(): Promise<{ readonly sequence: number; readonly at: string }>;
  /** The very JSON that `plumbline scan --format json` prints of the same estate. */
  report(selection: Selection, options: ScoringOptions): Promise<Answer<ScoreReport>>;
  subscriptions(selection: Selection, options: ScoringOptions): Promise<Answer<readonly SubscriptionScore[]>>;
  /** Parents first; the roots are those whose parent is null. Only groups with a readable subscription below. */
  managementGroups(selection: Selection, options: ScoringOptions): Promise<Answer<readonly GroupNode[]>>;
  coverage(selection: Selection): Promise<Answer<Coverage>>;
  exemptions(selection: Selection): Promise<Answer<readonly ExemptionRow[]>>;

  /** @throws {OperationError} unknown-recommendation, or bad-request for a broken cursor. */
  resources(selection: Selection, query: ResourceQuery): Promise<Answer<ResourcePage>>;
  /** Everything that was read, as it was read, by subscription, type and id. @throws {OperationError} bad-request for a broken cursor. */
  documents(selection: Selection, query: DocumentQuery): Promise<Answer<Page<StoredDocument>>>;
  /** All assessments without their reasons, by resource. A page may be shorter than its limit. @throws as `documents` does */
  assessments(selection: Selection, query: AssessmentQuery): Promise<Answer<Page<AssessedItem>>>;
  /** The same assessments in the same order, by name alone: for who counts them. @throws as `documents` does */
  assessedNames(selection: Selection, query: AssessmentQuery): Promise<Answer<Page<AssessedName>>>;
  /** Subscriptions by id, without scores: cheap enough to be asked with every request. */
  places(selection: Selection): Promise<Answer<readonly Place[]>>;
  /** Both scores of each subscription, by id. */
  apiScores(selection: Selection): Promise<Answer<readonly ApiScores[]>>;
  /** Lower-case types of everything that was read, sorted. */
  types(selection: Selection): Promise<Answer<readonly string[]>>;
  /** By subscription and name. */
  resourceGroups(selection: Selection): Promise<Answer<readonly ResourceGroupRow[]>>;
  resourceCounts(selection: Selection): Promise<Answer<ResourceCounts>>;
  /** undefined when there is none, or none that may be read. */
  resource(id: string, selection: Selection): Promise<Answer<ResourceDetail | undefined>>;
  search(selection: Selection, text: string, limit?: number): Promise<Answer<readonly SearchHit[]>>;
  /** Begins to read, beside everything else, what makes searches quick: otherwise the first one sets it off. */
  prepareSearches(): Promise<void>;

  /** @throws {OperationError} forgotten, for a moment that compaction has dropped. */
  reportAt(selection: Selection, when: When, options: ScoringOptions): Promise<Answer<ScoreReport>>;
  history(selection: Selection, query: HistoryQuery): Promise<Answer<readonly HistoryPoint[]>>;
  compare(selection: Selection, from: When, to: When, options: ComparisonOptions): Promise<Answer<Comparison>>;
  /** Why the score moved from one moment to the other. */
  causes(selection: Selection, from: When, to: When, options: ScoringOptions): Promise<Answer<MovedBy>>;
  whatIf(selection: Selection, supposition: Supposition, options: ScoringOptions): Promise<Answer<WhatIf>>;

  /** @returns a function that ends the subscription. The listener must return at once. */
  subscribe(listener: (events: readonly StoreEvent[]) => void): () => void;
  /** Events after an id, for clients that come back; undefined when that is too long ago: read everything anew. */
  eventsAfter(id: string, filter: EventFilter): Promise<readonly StoreEvent[] | undefined>;
  /** Cuts events down to what a reader may see. */
  filterEvents(events: readonly StoreEvent[], filter: EventFilter): readonly StoreEvent[];
  /** Whether a scope (ARM id, GUID or group name) lies wholly within what a reader may see. */
  isReadable(scope: string, filter: EventFilter): boolean;

  /** The catalogue of the latest moment. */
  readonly catalogue: Catalogue;
  readonly settings: Settings;
  stats(): Promise<StoreStats>;
  compact(retention: Retention): Promise<Forgotten>;
  /** Recounts everything from the rows and says what differs; empty when all is well. */
  recount(): Promise<readonly string[]>;
  /** Waits for what is being written. */
  close(): Promise<void>;
}
