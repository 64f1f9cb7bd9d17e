import type { Resource } from '@plumbline/policy';
import { expect, test } from 'vitest';
import { neighboursOf } from '../example-neighbours.ts';
import { vmManagementPortsClosed } from '../recommendations/networking/vm-management-ports-closed.ts';
import { vmPermissiveInternetRules } from '../recommendations/networking/vm-permissive-internet-rules.ts';
import { vmWebApplicationRules } from '../recommendations/networking/vm-web-application-rules.ts';
import { type ExampleRule, exampleInterface, exampleMachine, exampleNetwork, exampleSecurityGroup } from './example-network.ts';

const machines = 10_000;
const rules = Array.from({ length: 5_000 }, (_, i): ExampleRule => {
  const about = { name: `rule-${i}`, priority: 100 + i, ports: String(1000 + i) };
  // A third for one machine each, a third narrow, a third for every machine.
  if (i % 3 === 0) return { ...about, source: '*', destination: address(i) };
  return i % 3 === 1 ? { ...about, source: `198.51.${i % 256}.0/24` } : { ...about, source: '*', access: 'Deny' };
});

test('5,000 rules before 10,000 machines are read once', () => {
  const subjects = Array.from({ length: machines }, (_, i) => exampleMachine(`m${i}`));
  const estate: readonly Resource[] = [
    ...subjects.map((_, i) =>
      exampleInterface(`m${i}-nic`, {
        network: 'shop',
        subnet: 'web',
        address: address(i),
        securityGroup: 'big',
        publicAddress: `ip-${i}`,
      }),
    ),
    exampleNetwork('shop', [{ name: 'web', securityGroup: 'big' }]),
    exampleSecurityGroup('big', rules),
  ];
  const neighbours = neighboursOf(subjects[0] ?? {}, [...subjects, ...estate]);
  const started = performance.now();
  const statuses = [vmPermissiveInternetRules, vmManagementPortsClosed, vmWebApplicationRules].map((recommendation) =>
    countsOf(subjects.map((subject) => recommendation.judge(subject, neighbours).status)),
  );
  const elapsedMs = performance.now() - started;
  // The first 5,000 machines have one rule each where i is a multiple of three.
  expect(statuses[0]).toEqual({ Unhealthy: 1667, Healthy: machines - 1667 });
  expect(statuses[1]).toEqual({ Healthy: machines });
  // Walking every rule for every machine would take minutes.
  expect(elapsedMs).toBeLessThan(20_000);
}, 60_000);

function address(i: number): string {
  return `10.1.${Math.floor(i / 256)}.${i % 256}`;
}

function countsOf(statuses: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
