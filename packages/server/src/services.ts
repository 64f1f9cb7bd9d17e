import type { Catalogue } from '@plumbline/catalogue';
import type { Store } from '@plumbline/store';
import type { EventHub } from './events/hub.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { Reports } from './reports.ts';

/** What every handler works with. */
export interface Services {
  readonly store: Store;
  readonly catalogue: Catalogue;
  readonly reports: Reports;
  readonly events: EventHub;
  readonly metrics: Metrics;
  /** ISO 8601 UTC. */
  readonly now: () => string;
  /** Of the program. */
  readonly version: string;
  /** False once the server is stopping. */
  readonly isReady: () => boolean;
  /** Paths and what they take, for the OpenAPI document. */
  readonly description: () => { readonly json: string; readonly html: string };
}
