import type { Route } from '../http/route.ts';
import { categories } from './categories.ts';
import { causes } from './causes.ts';
import { changes } from './changes.ts';
import { compare } from './compare.ts';
import { controls } from './controls.ts';
import { coverage } from './coverage.ts';
import { createExemption, revokeExemption } from './create-exemption.ts';
import { docs } from './docs.ts';
import { events } from './events.ts';
import { exemptions } from './exemptions.ts';
import { healthz, readyz } from './health.ts';
import { history } from './history.ts';
import { managementGroups } from './management-groups.ts';
import { metrics } from './metrics.ts';
import { openapi } from './openapi.ts';
import { recommendation } from './recommendation.ts';
import { recommendationResources } from './recommendation-resources.ts';
import { recommendations } from './recommendations.ts';
import { resource } from './resource.ts';
import { resources } from './resources.ts';
import { score } from './score.ts';
import { search } from './search.ts';
import { session } from './session.ts';
import { subscriptions } from './subscriptions.ts';
import { whatIf } from './what-if.ts';

/** All of the API, in the order in which it is documented. */
export const routes: readonly Route[] = [
  score,
  categories,
  controls,
  recommendations,
  recommendation,
  recommendationResources,
  subscriptions,
  managementGroups,
  resources,
  resource,
  search,
  coverage,
  exemptions,
  createExemption,
  revokeExemption,
  history,
  compare,
  causes,
  whatIf,
  changes,
  events,
  session,
  openapi,
  docs,
  healthz,
  readyz,
  metrics,
];
