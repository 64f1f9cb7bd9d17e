import type { Resource } from '@plumbline/policy';
import { listAt, textAt } from '../json-reading.ts';
import type { Neighbours } from '../recommendation.ts';
import { justInTimeType } from './types.ts';

const policyByMachine = new WeakMap<readonly Resource[], ReadonlyMap<string, Resource>>();

/** The just-in-time access policy that names the machine; undefined when none of those in the input does. */
export function justInTimePolicyOf(machineId: string, neighbours: Neighbours): Resource | undefined {
  const policies = neighbours.inSubscription(justInTimeType);
  let found = policyByMachine.get(policies);
  if (found === undefined) {
    found = new Map(
      policies.flatMap((policy) =>
        listAt(policy, 'properties.virtualMachines').flatMap((machine) => {
          const id = textAt(machine, 'id');
          return id === undefined ? [] : [[id.toLowerCase(), policy] as const];
        }),
      ),
    );
    policyByMachine.set(policies, found);
  }
  return found.get(machineId.toLowerCase());
}
