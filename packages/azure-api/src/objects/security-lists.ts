import { type ArmCall, param } from '../arm/call.ts';
import { ArmError, notFound } from '../arm/error.ts';
import { whole } from '../arm/page.ts';
import { type ArmRoute, route } from '../arm/route.ts';
import { documentAt, documentBody, documentsIn, documentsReply } from '../documents.ts';
import { knownSubscription } from '../selection.ts';

/** What the security service keeps of a subscription beside assessments: shown as it was read, and where nothing was, an empty list. */
const kinds = [
  'alerts',
  'settings',
  'securityContacts',
  'autoProvisioningSettings',
  'regulatoryComplianceStandards',
  'workspaceSettings',
  'automations',
];
const place = '/subscriptions/{subscription}/providers/Microsoft.Security';
const pricingType = 'microsoft.security/pricings';

export const securityLists: readonly ArmRoute[] = [
  route(`GET ${place}/pricings`, async (call) => {
    const { id } = await knownSubscription(call, param(call, 'subscription'));
    return whole((await documentsIn(call, [pricingType], `/subscriptions/${id}`)).map(documentBody));
  }),
  route(`PUT ${place}/pricings/{name}`, async () => {
    throw new ArmError(
      405,
      'MethodNotAllowed',
      'The plans are those of the subscription in Azure: change them there, and read the estate again.',
    );
  }),
  ...kinds.flatMap((kind) => [
    route(`GET ${place}/${kind}`, async (call) => {
      const { id } = await knownSubscription(call, param(call, 'subscription'));
      return documentsReply(call, { types: [`microsoft.security/${kind.toLowerCase()}`], scope: `/subscriptions/${id}` });
    }),
    route(`GET ${place}/${kind}/{name}`, (call) => one(call, kind)),
  ]),
  route(`GET ${place}/pricings/{name}`, (call) => one(call, 'pricings')),
];

async function one(call: ArmCall, kind: string) {
  const { id } = await knownSubscription(call, param(call, 'subscription'));
  const found = await documentAt(
    call,
    `/subscriptions/${id}/providers/Microsoft.Security/${kind}/${param(call, 'name')}`,
    `microsoft.security/${kind.toLowerCase()}`,
  );
  if (found === undefined) throw notFound('ResourceNotFound', `Nothing of the name '${param(call, 'name').slice(0, 100)}' was read.`);
  return { body: documentBody(found) };
}
