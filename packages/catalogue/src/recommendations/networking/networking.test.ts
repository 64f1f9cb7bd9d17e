import { describe, expect, test } from 'vitest';
import { exampleCases } from '../../example-cases.ts';
import { brokenByRemoval, estateAsRead } from '../../example-laws.ts';
import { neighboursOf } from '../../example-neighbours.ts';
import { justInTimeType } from '../../networking/types.ts';
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

const cases = exampleCases([
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
]);

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
