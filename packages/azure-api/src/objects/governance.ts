import type { JsonObject } from '@plumbline/policy';
import { z } from 'zod';
import { type ArmCall, param } from '../arm/call.ts';
import { checkedBody } from '../arm/checked.ts';
import { ArmError, notFound } from '../arm/error.ts';
import { type ArmRoute, route } from '../arm/route.ts';
import { documentAt, documentBody, documentsPage, documentsReply } from '../documents.ts';
import { checkScope } from '../selection.ts';
import { made } from '../write.ts';

const rulesPlace = '{scope}/providers/Microsoft.Security/governanceRules';
const assignmentsPlace = '{scope}/providers/Microsoft.Security/assessments/{key}/governanceAssignments';
const time = z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'expected a time such as 2027-06-30T00:00:00Z');

const ruleBody = z.object({
  properties: z.looseObject({
    displayName: z.string().min(1).max(500),
    rulePriority: z.int('expected a whole number from 1 to 1000').min(1).max(1_000),
    ruleType: z.string().max(50),
    sourceResourceType: z.string().max(100),
    remediationTimeframe: z.string().max(50).optional(),
    isDisabled: z.boolean().optional(),
    conditionSets: z.array(z.json()).max(100),
    ownerSource: z.looseObject({ type: z.enum(['ByTag', 'Manually']), value: z.string().max(500) }),
  }),
});
const assignmentBody = z.object({
  properties: z.looseObject({
    owner: z.string().max(500).optional(),
    remediationDueDate: time,
    isGracePeriod: z.boolean().optional(),
    remediationEta: z.looseObject({ eta: time, justification: z.string().max(2_000) }).optional(),
  }),
});

interface Kind {
  readonly type: string;
  readonly written: string;
  readonly idOf: (call: ArmCall) => string;
  readonly body: z.ZodType<{ readonly properties: Readonly<Record<string, unknown>> }>;
  readonly check?: (call: ArmCall, properties: Readonly<Record<string, unknown>>) => Promise<void>;
}

const rule: Kind = {
  type: 'microsoft.security/governancerules',
  written: 'Microsoft.Security/governanceRules',
  idOf: (call) => `${param(call, 'scope')}/providers/Microsoft.Security/governanceRules/${param(call, 'name')}`,
  body: ruleBody,
  check: refuseSamePriority,
};
const assignment: Kind = {
  type: 'microsoft.security/assessments/governanceassignments',
  written: 'Microsoft.Security/assessments/governanceAssignments',
  idOf: (call) =>
    `${param(call, 'scope')}/providers/Microsoft.Security/assessments/${param(call, 'key')}/governanceAssignments/${param(call, 'name')}`,
  body: assignmentBody,
};

export const governance: readonly ArmRoute[] = [
  route(`GET ${rulesPlace}`, async (call) => {
    await checkScope(call, param(call, 'scope'));
    return documentsReply(call, { types: [rule.type], scope: param(call, 'scope') });
  }),
  ...routesOf(rulesPlace, rule),
  route(`GET ${assignmentsPlace}`, async (call) => {
    await checkScope(call, param(call, 'scope'));
    const { items } = await documentsPage(call, { types: [assignment.type], scope: param(call, 'scope'), limit: 1_000 });
    const wanted = `/assessments/${param(call, 'key').toLowerCase()}/governanceassignments/`;
    return { body: { value: items.filter(({ key }) => key.includes(wanted)).map(documentBody) } };
  }),
  ...routesOf(assignmentsPlace, assignment),
];

function routesOf(place: string, kind: Kind): readonly ArmRoute[] {
  return [
    route(`GET ${place}/{name}`, async (call) => {
      await checkScope(call, param(call, 'scope'));
      const found = await documentAt(call, kind.idOf(call), kind.type);
      if (found === undefined)
        throw notFound(
          'ResourceNotFound',
          `There is no ${kind.written.split('/').at(-1) ?? ''} '${param(call, 'name').slice(0, 100)}' here.`,
        );
      return { body: documentBody(found) };
    }),
    route(`PUT ${place}/{name}`, async (call) => {
      await checkScope(call, param(call, 'scope'));
      if (!/^[\w.-]{1,260}$/.test(param(call, 'name'))) throw new ArmError(400, 'BadRequest', 'The name is a GUID.');
      const { properties } = await checkedBody(call, kind.body);
      await kind.check?.(call, properties);
      const isNew = (await documentAt(call, kind.idOf(call), kind.type)) === undefined;
      const body: JsonObject = {
        id: kind.idOf(call),
        name: param(call, 'name'),
        type: kind.written,
        properties: JSON.parse(JSON.stringify(properties)) as JsonObject,
      };
      await made(call, { op: 'put', kept: true, resource: body });
      return { status: isNew ? 201 : 200, body };
    }),
    route(`DELETE ${place}/{name}`, async (call) => {
      await checkScope(call, param(call, 'scope'));
      if ((await documentAt(call, kind.idOf(call), kind.type)) === undefined) return { status: 204 };
      await made(call, { op: 'delete', id: kind.idOf(call) });
      return { status: 200 };
    }),
  ];
}

/** Two rules of one priority would leave open which of them names the owner. */
async function refuseSamePriority(call: ArmCall, { rulePriority }: Readonly<Record<string, unknown>>): Promise<void> {
  const scope = param(call, 'scope').toLowerCase();
  const { items } = await documentsPage(call, { types: [rule.type], scope: param(call, 'scope'), limit: 1_000 });
  const other = items.find(({ key, resource }) => {
    const properties = resource['properties'];
    const priority =
      typeof properties === 'object' && properties !== null && 'rulePriority' in properties ? properties['rulePriority'] : undefined;
    return key.startsWith(`${scope}/providers/`) && key !== rule.idOf(call).toLowerCase() && priority === rulePriority;
  });
  if (other !== undefined)
    throw new ArmError(
      409,
      'Conflict',
      `The rule ${other.id.slice(other.id.lastIndexOf('/') + 1)} of this scope has the priority ${String(rulePriority)} already.`,
    );
}
