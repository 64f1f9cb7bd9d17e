import type { ArmRoute } from './arm/route.ts';
import { secureScores } from './objects/secure-scores.ts';
import { subscriptions } from './objects/subscriptions.ts';

/** Everything that is answered once somebody has signed in; the first that fits answers. */
export const routes: readonly ArmRoute[] = [...subscriptions, ...secureScores];
