import { describe, expect, test } from 'vitest';
import { brokenByRemoval, estateAsRead } from '../../example-laws.ts';
import { neighboursOf } from '../../example-neighbours.ts';
import { justInTimeType } from '../../networking/types.ts';
import type { Example, Examples, GraphRecommendation } from '../../recommendation.ts';
import { appServiceAccessRestricted } from './app-service-access-restricted.ts';
import { subnetNetworkSecurityGroup } from './subnet-network-security-group.ts';
import { vmIpForwarding } from './vm-ip-forwarding.ts';
import { vmJustInTimeAccess } from './vm-just-in-time-access.ts';
import { vmManagementPortsClosed } from './vm-management-ports-closed.ts';
import { vmNetworkSecurityGroup } from './vm-network-security-group.ts';
import { vmNextGenerationFirewall } from './vm-next-generation-firewall.ts';
import { vmPermissiveInternetRules } from './vm-permissive-internet-rules.ts';
import { vmRouteThroughFirewall } from './vm-route-through-firewall.ts';
import { vmWebApplicationRules } from './vm-web-application-rules.ts';

const recommendations: readonly GraphRecommendation[] = [
  vmNetworkSecurityGroup,
  subnetNetworkSecurityGroup,
  vmJustInTimeAccess,
  vmPermissiveInternetRules,
  vmNextGenerationFirewall,
  vmRouteThroughFirewall,
  vmWebApplicationRules,
  appServiceAccessRestricted,
  vmManagementPortsClosed,
  vmIpForwarding,
];

const cases = recommendations.flatMap((recommendation) =>
  examplesOf(recommendation.examples).map(([status, example]) => ({
    title: `${recommendation.name}: ${example.name}`,
    status,
    recommendation,
    example,
  })),
);

describe.each(cases)('$title', ({ status, recommendation, example }) => {
  const verdict = recommendation.judge(example.resource, neighboursOf(example.resource, example.estate ?? []));

  test(`is ${status}`, () => {
    expect(verdict).toMatchObject({ status });
    expect(verdict.because?.text).toMatch(/^\S.*\.$/);
  });

  test('is not judged differently when something was not collected', () => {
    expect(brokenByRemoval(recommendation, example, [justInTimeType])).toEqual([]);
  });

  test('looks only at what it says that it reads', () => {
    const shown = estateAsRead(recommendation, example.estate ?? []);
    expect(recommendation.judge(example.resource, neighboursOf(example.resource, shown))).toEqual(verdict);
  });
});

function examplesOf(examples: Examples): readonly (readonly [string, Example])[] {
  return [
    ...examples.healthy.map((example) => ['Healthy', example] as const),
    ...examples.unhealthy.map((example) => ['Unhealthy', example] as const),
    ...(examples.notApplicable ?? []).map((example) => ['NotApplicable', example] as const),
    ...(examples.notCollected ?? []).map((example) => ['NotCollected', example] as const),
  ];
}
