import { type JudgedResource, judgedResourcesOf, profilesOf } from './resource-statuses.ts';
import type { AssessmentRun } from './run.ts';

/**
 * The run as it would have been with other verdicts: what is fixed becomes Healthy, what is switched off NotApplicable.
 *
 * @param change what becomes of a resource; undefined takes it out
 */
export function changedRun(run: AssessmentRun, change: (resource: JudgedResource) => JudgedResource | undefined): AssessmentRun {
  function* changed(): Iterable<JudgedResource> {
    for (const resource of judgedResourcesOf(run)) {
      const after = change(resource);
      if (after !== undefined) yield after;
    }
  }
  const profiles = profilesOf(changed());
  // What is kept was counted before the change.
  const { kept: _kept, ...rest } = run;
  return {
    ...rest,
    profiles,
    profilesWithoutExemptions: run.profilesWithoutExemptions === run.profiles ? profiles : run.profilesWithoutExemptions,
    *assessments() {
      for (const { assessments } of changed()) yield* assessments;
    },
  };
}
