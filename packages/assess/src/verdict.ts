import type { Evidence } from '@plumbline/catalogue';
import type { Status } from '@plumbline/score';
import type { Cause } from './assessment.ts';

/** What was found for one recommendation on one resource, before exemptions. */
export interface ItemVerdict {
  readonly status: Status;
  readonly cause?: Cause;
  readonly needs?: string;
  readonly because?: Evidence;
  /** Set where an assessment in the input decided. */
  readonly imported?: true;
}

// Shared, so that the millions of verdicts without a reason cost no memory of their own.
export const healthy: ItemVerdict = { status: 'Healthy' };
export const unhealthy: ItemVerdict = { status: 'Unhealthy' };
export const notApplicable: ItemVerdict = { status: 'NotApplicable' };
export const offByPolicy: ItemVerdict = { status: 'NotApplicable', cause: 'OffByPolicy' };

const notCollectedByNeed = new Map<string, ItemVerdict>();

/** @param needs the lower-case type that the input lacks, or `configuration`. */
export function notCollected(needs: string, because?: Evidence): ItemVerdict {
  if (because !== undefined) return { status: 'NotAssessed', cause: 'NotCollected', needs, because };
  let verdict = notCollectedByNeed.get(needs);
  if (verdict === undefined) {
    verdict = { status: 'NotAssessed', cause: 'NotCollected', needs };
    notCollectedByNeed.set(needs, verdict);
  }
  return verdict;
}

const notDecidableByReason = new Map<string, ItemVerdict>();
/** Reasons that rules give are few; those that say what was found in a resource may be many. */
const mostReasons = 5000;

export function notDecidable(reason: string): ItemVerdict {
  let verdict = notDecidableByReason.get(reason);
  if (verdict === undefined) {
    verdict = { status: 'NotAssessed', cause: 'NotDecidable', because: { text: reason } };
    if (notDecidableByReason.size < mostReasons) notDecidableByReason.set(reason, verdict);
  }
  return verdict;
}

export function isDecided(verdict: ItemVerdict): boolean {
  return verdict.status === 'Healthy' || verdict.status === 'Unhealthy';
}
