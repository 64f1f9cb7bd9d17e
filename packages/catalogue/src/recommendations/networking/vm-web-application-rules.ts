import type { Resource } from '@plumbline/policy';
import { nameOf } from '../../json-reading.ts';
import { type Missing, notCollected } from '../../missing.ts';
import { webPorts } from '../../networking/asks.ts';
import {
  type ExampleRule,
  exampleInterface,
  exampleMachine,
  exampleNetwork,
  exampleSecurityGroup,
} from '../../networking/example-network.ts';
import { interfacesOf, isInterface } from '../../networking/interfaces.ts';
import { first, reachOf } from '../../networking/reach.ts';
import type { Rule } from '../../networking/rules.ts';
import { gatesOf } from '../../networking/security-groups.ts';
import { interfaceType, machineType, reachReads } from '../../networking/types.ts';
import type { GraphRecommendation, GraphVerdict, Neighbours } from '../../recommendation.ts';

/** A machine whose security groups allow a web port by number, from whatever source, is taken to run a web application. */
export const vmWebApplicationRules: GraphRecommendation = {
  name: 'vm-web-application-rules',
  key: '0a010978-0123-4c7c-9460-f6339be9b9d7',
  title: 'The rules for web applications on IaaS NSGs should be hardened',
  alsoKnownAs: [
    'The NSGs rules for web applications on IaaS should be hardened',
    'Web ports should be restricted on Network Security Groups associated to your VM',
  ],
  why: 'A web application that everybody reaches directly is attacked directly; let in only the gateway that filters its traffic.',
  severity: 'high',
  category: 'networking',
  threats: ['dataExfiltration', 'accountBreach', 'threatResistance'],
  resourceTypes: [machineType],
  kind: 'graph',
  reads: reachReads,
  needs: [interfaceType],
  judge,
  fix: {
    effort: 'moderate',
    userImpact: 'moderate',
    steps: [
      'Put an application gateway or Front Door with a web application firewall in front of the application',
      'Change the source of the rules for ports 80, 443, 8080 and 8443 to the gateway’s subnet or service tag',
    ],
    command: "az network nic list-effective-nsg --ids $(az vm show --ids {id} --query 'networkProfile.networkInterfaces[].id' -o tsv)",
    caution: 'Whoever calls the machine directly loses access: move names and bookmarks to the gateway first.',
    together: {
      action: 'Harden the rules of the security group',
      on: 'properties.networkProfile.networkInterfaces[*].id > properties.networkSecurityGroup.id',
    },
  },
  whenNotToFix: 'A public web server that is hardened itself and has no gateway on purpose.',
  examples: {
    healthy: [
      {
        name: 'only Front Door gets in',
        resource: exampleMachine('web-1'),
        estate: network('web-1', [{ name: 'web', priority: 100, source: 'AzureFrontDoor.Backend', ports: '443' }]),
      },
      {
        name: 'only the gateway’s subnet',
        resource: exampleMachine('web-2'),
        estate: network('web-2', [{ name: 'web', priority: 100, source: '10.0.8.0/24', ports: ['80', '8000-8100'] }]),
      },
    ],
    unhealthy: [
      {
        name: 'everybody gets in',
        resource: exampleMachine('shop-1'),
        estate: network('shop-1', [{ name: 'web', priority: 100, source: 'Internet', ports: ['80', '443'] }]),
      },
      {
        name: 'a rule for the gateway beside one for everything',
        resource: exampleMachine('shop-2'),
        estate: network('shop-2', [
          { name: 'gateway', priority: 100, source: '10.0.8.0/24', ports: '8443' },
          { name: 'temporary', priority: 200, source: '*', ports: '*', protocol: '*' },
        ]),
      },
    ],
    notApplicable: [
      {
        name: 'no rule for a web port',
        resource: exampleMachine('db-1'),
        estate: network('db-1', [{ name: 'sql', priority: 100, source: '*', ports: '1433' }]),
      },
      {
        name: 'the rule is for another machine of the subnet',
        resource: exampleMachine('db-2'),
        estate: network('db-2', [{ name: 'web', priority: 100, source: '*', ports: '443', destination: '10.0.0.77/32' }]),
      },
    ],
    notCollected: [
      { name: 'the group is not in the input', resource: exampleMachine('lost-1'), estate: network('lost-1', []).slice(0, 2) },
      { name: 'the interface is not in the input', resource: exampleMachine('lost-2') },
    ],
  },
};

function network(machine: string, rules: readonly ExampleRule[]) {
  return [
    exampleInterface(`${machine}-nic`, { network: 'shop', subnet: 'web' }),
    exampleNetwork('shop', [{ name: 'web', securityGroup: `${machine}-rules` }]),
    exampleSecurityGroup(`${machine}-rules`, rules),
  ];
}

function judge(machine: Resource, neighbours: Neighbours): GraphVerdict {
  const rule = webRuleOf(machine, neighbours);
  if (rule === undefined)
    return { status: 'NotApplicable', because: { text: `No rule lets ${nameOf(machine)} be reached on a web port.` } };
  if ('kind' in rule) return notCollected(rule);
  const reaches = reachOf(machine, webPorts, neighbours);
  const open = first(reaches, 'open');
  if (open !== undefined) return { status: 'Unhealthy', because: open.because };
  const missing = first(reaches, 'missing');
  if (missing !== undefined) return notCollected(missing);
  const reached = `Rule ${rule.name} is for a web port, and the Internet as a whole does not get in`;
  return { status: 'Healthy', because: { text: `${reached} (${rule.sources.join(', ')}).`, found: [...rule.sources] } };
}

/** A rule of a group before the machine that allows a web port by number; missing when a group that is not in the input may have one. */
function webRuleOf(machine: Resource, neighbours: Neighbours): Rule | Missing | undefined {
  const interfaces = interfacesOf(machine, neighbours);
  let missing = interfaces.find((found) => found.kind === 'missing');
  for (const found of interfaces.filter(isInterface)) {
    for (const configuration of found.configurations) {
      for (const gate of gatesOf(found, configuration, neighbours)) {
        const rule = gate.kind === 'filter' ? gate.filter.ruleNaming(webPorts, configuration) : undefined;
        if (rule !== undefined) return rule;
        if (gate.kind === 'missing') missing ??= gate;
      }
    }
  }
  return missing;
}
