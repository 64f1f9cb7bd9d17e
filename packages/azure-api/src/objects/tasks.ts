import type { AssessedItem } from '@plumbline/store';
import { type ArmCall, param } from '../arm/call.ts';
import { notFound } from '../arm/error.ts';
import { checkFields, meets, termsOf } from '../arm/filter.ts';
import { afterOf, pageReply } from '../arm/page.ts';
import { topOf } from '../arm/query.ts';
import { route } from '../arm/route.ts';
import { knownSubscription, selectionOf } from '../selection.ts';

const security = '/subscriptions/{subscription}/providers/Microsoft.Security';
/** Pages of the store that one request looks through for what is unhealthy. */
const mostLooks = 20;

/** The older to-do list: one task for each unhealthy assessment. */
export const tasks = [
  route(`GET ${security}/tasks`, (call) => listed(call, '')),
  route(`GET ${security}/locations/{location}/tasks`, (call) => listed(call, '')),
  route(`GET ${security}/locations/{location}/tasks/{task}`, found),
  route(`GET ${security}/tasks/{task}`, found),
  route('GET /subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Security/locations/{location}/tasks', (call) =>
    listed(call, `/resourceGroups/${param(call, 'group')}`),
  ),
  route('GET /subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.Security/locations/{location}/tasks/{task}', found),
];

async function listed(call: ArmCall, below: string) {
  const { id } = await knownSubscription(call, param(call, 'subscription'));
  const terms = termsOf(call.query.get('$filter'));
  checkFields(terms, ['state', 'resourceid', 'name']);
  const limit = topOf(call.query);
  const items: ReturnType<typeof taskOf>[] = [];
  let after: string | null | undefined = afterOf(call).after;
  for (let looks = 0; looks < mostLooks && after !== null && items.length < limit; looks++) {
    const { value } = await call.services.store.assessments(selectionOf(call, `/subscriptions/${id}${below}`), {
      limit: limit - items.length,
      ...(after === undefined ? {} : { after }),
    });
    const own = value.items.filter(({ status }) => status === 'Unhealthy').map((item) => taskOf(id, item));
    items.push(
      ...own.filter(({ properties: { state, securityTaskParameters } }) =>
        terms.every(({ field, ...term }) =>
          meets(field === 'state' ? state : field === 'name' ? securityTaskParameters.name : securityTaskParameters.resourceId, {
            field,
            ...term,
          }),
        ),
      ),
    );
    after = value.next;
  }
  return pageReply(call, items, after ?? null);
}

function taskOf(subscription: string, { resource, recommendation, displayName, name, firstEvaluated, statusChanged }: AssessedItem) {
  // The name says what it is of, so that one task is found without looking through all.
  const task = Buffer.from(`${recommendation} ${resource}`).toString('base64url');
  return {
    id: `/subscriptions/${subscription}/providers/Microsoft.Security/locations/centralus/tasks/${task}`,
    name: task,
    type: 'Microsoft.Security/locations/tasks',
    properties: {
      state: 'Active',
      subState: 'NA',
      creationTimeUtc: firstEvaluated,
      lastStateChangeTimeUtc: statusChanged,
      securityTaskParameters: { name: displayName, recommendation: name, assessmentKey: recommendation, resourceId: resource },
    },
  };
}

async function found(call: ArmCall) {
  const { id } = await knownSubscription(call, param(call, 'subscription'));
  const [key = '', resource = ''] = Buffer.from(param(call, 'task'), 'base64url').toString().split(/ (.*)/s);
  if (resource.toLowerCase().startsWith(`/subscriptions/${id}`)) {
    const { value } = await call.services.store.resource(resource, selectionOf(call));
    const item = value?.assessments.find(({ recommendation, status }) => recommendation === key && status === 'Unhealthy');
    if (item !== undefined) return { body: taskOf(id, item) };
  }
  throw notFound('ResourceNotFound', 'There is no such task: it is done, or it never was.');
}
