import type { JsonObject } from '@plumbline/policy';
import { z } from 'zod';
import { type ArmCall, param } from '../arm/call.ts';
import { checkedBody } from '../arm/checked.ts';
import { ArmError, notFound } from '../arm/error.ts';
import { whole } from '../arm/page.ts';
import { route } from '../arm/route.ts';
import { documentAt, documentBody, documentsIn } from '../documents.ts';
import { knownSubscription } from '../selection.ts';
import { made } from '../write.ts';
import { metadataOf } from './metadata.ts';

const type = 'microsoft.security/assessmentmetadata';
const tenantPlace = '/providers/Microsoft.Security/assessmentMetadata';
const place = `/subscriptions/{subscription}${tenantPlace}`;

export const assessmentMetadata = [
  route(`GET ${tenantPlace}`, async ({ services }) => whole(services.catalogue.items.map(metadataOf))),
  route(`GET ${tenantPlace}/{key}`, async (call) => ({ body: await found(call) })),
  route(`GET ${place}`, async (call) => {
    const { id } = await knownSubscription(call, param(call, 'subscription'));
    const own = await documentsIn(call, [type], `/subscriptions/${id}`);
    return whole([...call.services.catalogue.items.map(metadataOf), ...own.map(documentBody)]);
  }),
  route(`GET ${place}/{key}`, async (call) => {
    await knownSubscription(call, param(call, 'subscription'));
    return { body: await found(call) };
  }),
  route(`PUT ${place}/{key}`, put),
  route(`DELETE ${place}/{key}`, removed),
];

/** Metadata that somebody put: clients ask for them above all subscriptions too. */
export async function ownMetadataOf(call: Pick<ArmCall, 'principal' | 'services'>, key: string): Promise<JsonObject | undefined> {
  const all = await documentsIn(call, [type], '');
  const own = all.find((document) => document.key.endsWith(`/assessmentmetadata/${key.toLowerCase()}`));
  return own === undefined ? undefined : documentBody(own);
}

async function found(call: ArmCall): Promise<unknown> {
  const key = param(call, 'key').toLowerCase();
  const item = call.services.catalogue.items.find(({ recommendation }) => recommendation.key === key);
  const body = item === undefined ? await ownMetadataOf(call, key) : metadataOf(item);
  if (body === undefined) throw notFound('ResourceNotFound', `The assessment metadata '${key.slice(0, 60)}' was not found.`);
  return body;
}

const text = z.string().max(10_000);
const metadataBody = z.object({
  properties: z.looseObject({
    displayName: z.string().min(1).max(500),
    description: text.optional(),
    remediationDescription: text.optional(),
    severity: z.enum(['Low', 'Medium', 'High']),
    assessmentType: z.string().optional(),
    categories: z.array(z.string().max(100)).max(20).optional(),
    threats: z.array(z.string().max(100)).max(20).optional(),
    userImpact: z.string().max(20).optional(),
    implementationEffort: z.string().max(20).optional(),
  }),
});

async function put(call: ArmCall) {
  const { id: subscription } = await knownSubscription(call, param(call, 'subscription'));
  const key = param(call, 'key').toLowerCase();
  if (!/^[\w.-]{1,260}$/.test(key)) throw new ArmError(400, 'BadRequest', 'The name of assessment metadata is a GUID.');
  if (call.services.catalogue.items.some(({ recommendation }) => recommendation.key === key))
    throw new ArmError(400, 'BuiltInAssessmentMetadata', 'This is a recommendation of the catalogue; a catalogue file changes those.');
  const { properties } = await checkedBody(call, metadataBody);
  const { displayName, description, remediationDescription, severity, categories, threats, userImpact, implementationEffort } = properties;
  const given = { description, remediationDescription, categories, threats, userImpact, implementationEffort };
  const body: JsonObject = {
    id: `/subscriptions/${subscription}${tenantPlace}/${key}`,
    name: key,
    type: 'Microsoft.Security/assessmentMetadata',
    properties: {
      displayName,
      severity,
      assessmentType: 'CustomerManaged',
      ...Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))),
    },
  };
  await made(call, { op: 'put', kept: true, resource: body });
  // 201 makes every client fail.
  return { status: 200, body };
}

async function removed(call: ArmCall) {
  const { id: subscription } = await knownSubscription(call, param(call, 'subscription'));
  const id = `/subscriptions/${subscription}${tenantPlace}/${param(call, 'key')}`;
  if ((await documentAt(call, id, type)) !== undefined) await made(call, { op: 'delete', id });
  return { status: 200 };
}
