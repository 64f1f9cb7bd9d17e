import type { ArmRoute } from './arm/route.ts';
import { assessmentMetadata } from './objects/assessment-metadata.ts';
import { assessments } from './objects/assessments.ts';
import { controlDefinitions } from './objects/control-definitions.ts';
import { governance } from './objects/governance.ts';
import { graph } from './objects/graph.ts';
import { locations } from './objects/locations.ts';
import { managementGroups } from './objects/management-groups.ts';
import { policyAssignments } from './objects/policy-assignments.ts';
import { policyDefinitions } from './objects/policy-definitions.ts';
import { policyExemptions } from './objects/policy-exemptions.ts';
import { policyStates } from './objects/policy-states.ts';
import { providers } from './objects/providers.ts';
import { resourceGraph } from './objects/resource-graph.ts';
import { resourceGroups } from './objects/resource-groups.ts';
import { anyResource, resources } from './objects/resources.ts';
import { roleAssignments } from './objects/role-assignments.ts';
import { secureScoreControls } from './objects/secure-score-controls.ts';
import { secureScores } from './objects/secure-scores.ts';
import { securityLists } from './objects/security-lists.ts';
import { subAssessments } from './objects/sub-assessments.ts';
import { subscriptions } from './objects/subscriptions.ts';
import { tasks } from './objects/tasks.ts';

/** Everything that is answered once somebody has signed in; the first that fits answers. */
export const routes: readonly ArmRoute[] = [
  ...subscriptions,
  ...locations,
  ...providers,
  ...resourceGroups,
  ...resources,
  ...managementGroups,
  ...secureScores,
  ...secureScoreControls,
  ...controlDefinitions,
  ...subAssessments,
  ...governance,
  ...assessments,
  ...assessmentMetadata,
  ...tasks,
  ...securityLists,
  ...policyDefinitions,
  ...policyAssignments,
  ...policyExemptions,
  ...policyStates,
  ...roleAssignments,
  ...graph,
  ...resourceGraph,
  ...anyResource,
];
