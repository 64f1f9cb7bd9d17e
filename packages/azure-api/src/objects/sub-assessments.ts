import { type ArmCall, param } from '../arm/call.ts';
import { notFound } from '../arm/error.ts';
import { route } from '../arm/route.ts';
import { documentAt, documentBody, documentsReply } from '../documents.ts';
import { checkScope } from '../selection.ts';

const type = 'microsoft.security/assessments/subassessments';
const place = '{scope}/providers/Microsoft.Security';

/** Findings below an assessment, as they were read: Plumbline judges no finer than a recommendation. */
export const subAssessments = [
  route(`GET ${place}/subAssessments`, async (call) => {
    await checkScope(call, param(call, 'scope'));
    return documentsReply(call, { types: [type], scope: param(call, 'scope') });
  }),
  route(`GET ${place}/assessments/{key}/subAssessments`, async (call) => {
    await checkScope(call, param(call, 'scope'));
    return documentsReply(call, { types: [type], scope: assessmentId(call) });
  }),
  route(`GET ${place}/assessments/{key}/subAssessments/{name}`, async (call) => {
    await checkScope(call, param(call, 'scope'));
    const found = await documentAt(call, `${assessmentId(call)}/subAssessments/${param(call, 'name')}`, type);
    if (found === undefined) throw notFound('ResourceNotFound', `The sub-assessment '${param(call, 'name').slice(0, 100)}' was not found.`);
    return { body: documentBody(found) };
  }),
];

function assessmentId(call: ArmCall): string {
  return `${param(call, 'scope')}/providers/Microsoft.Security/assessments/${param(call, 'key')}`;
}
