import type { Assessment } from './assessment.ts';
import { type JudgedResource, judgedResourcesOf, profilesOf } from './resource-statuses.ts';
import type { AssessmentRun } from './run.ts';

/**
 * The run as it would have been with other verdicts: what is fixed becomes Healthy, what is switched off NotApplicable.
 *
 * @param change what an assessment becomes; itself where nothing changes
 */
export function changedRun(run: AssessmentRun, change: (assessment: Assessment, resource: JudgedResource) => Assessment): AssessmentRun {
  function* changed(): Iterable<JudgedResource> {
    for (const resource of judgedResourcesOf(run)) {
      yield { ...resource, assessments: resource.assessments.map((assessment) => change(assessment, resource)) };
    }
  }
  const profiles = profilesOf(changed());
  return {
    ...run,
    profiles,
    profilesWithoutExemptions: run.profilesWithoutExemptions === run.profiles ? profiles : run.profilesWithoutExemptions,
    *assessments() {
      for (const { assessments } of changed()) yield* assessments;
    },
  };
}
