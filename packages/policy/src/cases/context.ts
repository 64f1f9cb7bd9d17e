import type { EvaluationContext } from '../evaluation.ts';
import type { JsonObject } from '../json.ts';
import { isObject } from '../parse/reading.ts';

/** The instant of a case that gives none. */
export const caseInstant = '2026-01-01T00:00:00Z';

const someContext: JsonObject = {
  resourceGroup: { name: 'myResourceGroup', location: 'eastus' },
  subscription: { subscriptionId: '00000000-0000-0000-0000-000000000000' },
};

/** The context of a case. One that gives none is judged in some resource group of some subscription. */
export function defaultContext(given: JsonObject | undefined, apiVersion: string | undefined): EvaluationContext {
  // A context that speaks of the request alone says nothing about where the resource is.
  const says = given && ['subscription', 'resourceGroup'].some((name) => name in given);
  const context = says ? given : { ...someContext, ...given };
  const part = (name: string): JsonObject | undefined => {
    const value = context[name];
    return isObject(value) ? value : undefined;
  };
  const subscription = part('subscription');
  const resourceGroup = part('resourceGroup');
  const policy = part('policy');
  const claims = part('claims');
  const requestContext = part('requestContext') ?? (apiVersion === undefined ? undefined : { apiVersion });
  return {
    now: typeof context['utcNow'] === 'string' ? context['utcNow'] : caseInstant,
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(subscription && { subscription }),
    ...(resourceGroup && { resourceGroup }),
    ...(policy && { policy }),
    ...(requestContext && { requestContext }),
    ...(claims && { claims }),
  };
}
