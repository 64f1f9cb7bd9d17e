// What a page that stands alone knows: the result of one scan, bounded however large the estate is. `plumbline scan` writes it.
import type { Assessment, ScoreReport } from '@plumbline/assess';
import type { About } from '@plumbline/catalogue';
import type { Missing } from './missing.ts';
import type { ModelName } from './screens.ts';

/** A resource in a list of the page; what its recommendation says anyway is left out. */
export interface PageResource extends Pick<Assessment, 'status' | 'cause' | 'needs' | 'decidedBy' | 'because'> {
  readonly id: string;
  readonly type: string;
  readonly subscription: string;
}

export interface Page {
  readonly schema: 'plumbline-page/1';
  readonly version: string;
  /** The model that was asked for: the page opens in it. */
  readonly model: ModelName;
  /** Without what could not be collected: that is told by `missing`. */
  readonly reports: Readonly<Record<ModelName, ScoreReport>>;
  /** By name. */
  readonly about: Readonly<Record<string, About>>;
  /** By name of the recommendation: the first of its resources that are unhealthy or not assessed. */
  readonly resources: Readonly<Record<string, readonly PageResource[]>>;
  readonly missing: readonly Missing[];
  /** Subscriptions that the estate has besides those listed. */
  readonly subscriptionsLeft: number;
}
