import { stableJson } from './json.ts';
import type { ShowFormat } from './show-format.ts';

export const showJson: ShowFormat = function* ({ item, score, resources, categoryName }) {
  const { recommendation } = item;
  const { fix, why, whenNotToFix, threats, resourceTypes, kind, severity, key, name, title } = recommendation;
  yield stableJson({
    key,
    name,
    displayName: title,
    category: categoryName,
    severity,
    kind,
    threats,
    points: item.points,
    controls: item.controls,
    state: item.state,
    resourceTypes,
    why,
    fix: { effort: fix.effort, userImpact: fix.userImpact, steps: fix.steps, command: fix.command, caution: fix.caution },
    whenNotToFix,
    score: score === undefined ? null : score.score,
    impact: score?.impact ?? null,
    active: score?.active ?? false,
    resources: resources.flatMap((group) =>
      group.resources.map(({ assessment, command, reason }) => ({
        id: assessment.resource,
        type: assessment.type,
        subscription: assessment.subscription,
        status: assessment.status,
        cause: assessment.cause,
        needs: assessment.needs,
        decidedBy: assessment.decidedBy,
        reason,
        because: assessment.because,
        command,
      })),
    ),
  });
};
