// Documented limits of Azure's interfaces, and what of them we use. Sources: "Guidance for throttled requests in Azure Resource Graph",
// "Understand how Azure Resource Manager throttles requests", "Microsoft Graph throttling guidance".

/** Rows of one page of Resource Graph, the most it gives. */
export const graphPageRows = 1000;
/** Resource Graph: queries of one user in a window. Each page is one. */
export const graphQueriesPerWindow = 15;
export const graphWindowMs = 5000;
/** Subscriptions in one query: the guidance asks to group some hundreds rather than to ask for each. */
export const subscriptionsPerQuery = 100;

/** Resource Manager: reads of one principal in one subscription, a bucket that refills. */
export const armBucket = 250;
export const armRefillPerSecond = 25;

/** Users of Microsoft Graph on a page, the most it gives. */
export const directoryPageRows = 999;

/** Requests under way at once, by host and kind. */
export const concurrency = { query: 3, arm: 8, directory: 4 } as const;

/** Typical time of one request, for estimates: ours, not documented. */
export const requestMs = 150;

/**
 * The least time that requests take.
 * @param reads requests to Resource Manager by subscription
 */
export function estimateMs(work: { readonly queries: number; readonly reads: readonly number[]; readonly directory: number }): number {
  const queries = Math.max(
    (Math.max(0, work.queries - graphQueriesPerWindow) / graphQueriesPerWindow) * graphWindowMs,
    (work.queries * requestMs) / concurrency.query,
  );
  const bySubscription = work.reads.map((reads) => (Math.max(0, reads - armBucket) / armRefillPerSecond) * 1000);
  const reads = Math.max(0, ...bySubscription, (work.reads.reduce((sum, one) => sum + one, 0) * requestMs) / concurrency.arm);
  return queries + reads + (work.directory * requestMs) / concurrency.directory;
}
