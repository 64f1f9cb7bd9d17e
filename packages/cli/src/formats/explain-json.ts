import { nearestDouble } from '@plumbline/score';
import { exactNumber } from '../change/change-json.ts';
import { visibleJson } from '../drawing/visible.ts';
import type { ExplainFormat } from './explain-format.ts';

/** docs/explain-report.schema.json describes the members. */
export const explainJson: ExplainFormat = function* ({ item, resource, assessment, trace, exemption, assignments, command, costs }) {
  const { recommendation } = item;
  const value = {
    schema: 'plumbline-explain/1',
    recommendation: {
      key: recommendation.key,
      name: recommendation.name,
      displayName: recommendation.title,
      kind: recommendation.kind,
      points: item.points,
      rule: recommendation.kind === 'policy' ? recommendation.rule : null,
    },
    resource: { id: resource.id, type: resource.type, subscription: resource.subscription },
    verdict: {
      status: assessment.status,
      cause: assessment.cause ?? null,
      needs: assessment.needs ?? null,
      decidedBy: assessment.decidedBy,
      because: assessment.because ?? null,
    },
    ownVerdict:
      trace.verdict === undefined
        ? null
        : { status: trace.verdict.status, needs: trace.verdict.needs ?? null, because: trace.verdict.because ?? null },
    lookedAt: trace.lookUps,
    exemption: exemption ?? null,
    assignments,
    command: command ?? null,
    costs: costs.map(({ id, name, current, max, points }) => ({
      id,
      name,
      score: current === null || max === null ? null : { current: nearestDouble(current), max: nearestDouble(max) },
      points: exactNumber(points),
    })),
  };
  yield `${visibleJson(JSON.stringify(value, null, 2))}\n`;
};
