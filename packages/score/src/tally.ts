/** One recommendation judged on one resource. */
export type Status = 'Healthy' | 'Unhealthy' | 'NotApplicable' | 'NotAssessed';

/** Counts of assessments of one recommendation in one subscription. */
export interface Tally {
  readonly recommendation: string;
  readonly subscription: string;
  readonly healthy: number;
  readonly unhealthy: number;
  readonly notApplicable: number;
  readonly notAssessed: number;
}

/** Counts of resources by their state in one control and one subscription. */
export interface ControlTally {
  readonly control: string;
  readonly subscription: string;
  readonly healthy: number;
  readonly unhealthy: number;
  readonly notApplicable: number;
}

/**
 * Resources of one subscription that have the same statuses in all recommendations, counted together: everything that a score,
 * a plan or a what-if needs, however many resources there are. `statuses` is sorted by recommendation key.
 */
export interface Profile {
  readonly subscription: string;
  readonly statuses: readonly ProfileStatus[];
  readonly count: number;
}

export interface ProfileStatus {
  readonly recommendation: string;
  readonly status: Status;
}

/** What scoring has to know of a recommendation. */
export interface ScoredRecommendation {
  readonly key: string;
  readonly category: string;
  /** The most it can add to the classic score, an integer from 1 to 50; null when it does not count. */
  readonly points: number | null;
}

/** What scoring has to know of a control. */
export interface ScoredControl {
  readonly key: string;
  /** 0..10. */
  readonly max: number;
  /** Keys of the recommendations in it. */
  readonly recommendations: readonly string[];
}
