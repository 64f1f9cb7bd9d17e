import type { Assessment } from '@plumbline/assess';
import { visibleJson } from '../drawing/visible.ts';
import type { Format } from '../result.ts';

/** One assessment a line. */
export const ndjson: Format = function* ({ assessments, recommendations }) {
  for (const assessment of assessments()) {
    yield `${visibleJson(JSON.stringify(lineOf(assessment, recommendations.get(assessment.recommendation)?.name)))}\n`;
  }
};

/** `JSON.stringify` leaves out what is undefined. */
function lineOf(assessment: Assessment, name: string | undefined) {
  return {
    recommendation: assessment.recommendation,
    name,
    resource: assessment.resource,
    type: assessment.type,
    subscription: assessment.subscription,
    status: assessment.status,
    cause: assessment.cause,
    needs: assessment.needs,
    decidedBy: assessment.decidedBy,
    because: assessment.because,
  };
}
