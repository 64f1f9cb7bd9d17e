import type { JsonObject } from '@plumbline/policy';
import { exampleResource } from '../../example-resource.ts';
import type { Recommendation } from '../../recommendation.ts';

const type = 'Microsoft.ServiceFabric/clusters';
const sections = `${type}/fabricSettings[*]`;
const parameters = `${sections}.parameters[*]`;

const clusterWith = (...fabricSettings: readonly JsonObject[]) => exampleResource(type, 'shop-fabric', { properties: { fabricSettings } });
const security = (name: string, value: string) => ({
  name: 'Security',
  parameters: [
    { name: 'AADTokenEndpointFormat', value: '' },
    { name, value },
  ],
});
const diagnostics = { name: 'Diagnostics', parameters: [{ name: 'MaxDiskQuotaInMB', value: '65536' }] };

export const serviceFabricProtectionLevel: Recommendation = {
  name: 'service-fabric-protection-level',
  key: '7f04fc0c-4a3d-5c7e-ce19-666cb871b510',
  title: 'Set the ClusterProtectionLevel property to EncryptAndSign in Service Fabric',
  alsoKnownAs: [
    'Service Fabric clusters should have the ClusterProtectionLevel property set to EncryptAndSign',
    'The ClusterProtectionLevel property to EncryptAndSign in Service Fabric should be set',
  ],
  why: 'Nodes that talk in the clear, or only sign, let anyone on their network read what services say to each other.',
  severity: 'high',
  category: 'compute',
  threats: ['dataExfiltration', 'dataSpillage'],
  resourceTypes: [type],
  kind: 'policy',
  // Unhealthy without a section Security that sets the level: other sections and parameters beside it do no harm.
  rule: {
    if: {
      allOf: [
        { field: 'type', equals: type },
        {
          count: {
            field: sections,
            where: {
              allOf: [
                { field: `${sections}.name`, equals: 'Security' },
                {
                  count: {
                    field: parameters,
                    where: {
                      allOf: [
                        { field: `${parameters}.name`, equals: 'ClusterProtectionLevel' },
                        { field: `${parameters}.value`, equals: 'EncryptAndSign' },
                      ],
                    },
                  },
                  greater: 0,
                },
              ],
            },
          },
          equals: 0,
        },
      ],
    },
    then: { effect: 'audit' },
  },
  fix: {
    effort: 'moderate',
    userImpact: 'moderate',
    steps: [
      'Make sure that the cluster has a certificate.',
      'Set ClusterProtectionLevel in the section Security.',
      'Wait until the upgrade has gone through all nodes.',
    ],
    command:
      'az sf cluster setting set --resource-group {resourceGroup} --cluster-name {name} --section Security --parameter ClusterProtectionLevel --value EncryptAndSign --subscription {subscription}',
    caution: 'The fabric is upgraded node by node, and node traffic costs a little more processor time from then on.',
  },
  whenNotToFix: 'A one-node cluster for development.',
  examples: {
    healthy: [
      { name: 'encrypted and signed', resource: clusterWith(security('ClusterProtectionLevel', 'EncryptAndSign')) },
      { name: 'beside other sections', resource: clusterWith(diagnostics, security('ClusterProtectionLevel', 'EncryptAndSign')) },
    ],
    unhealthy: [
      { name: 'only signed', resource: clusterWith(security('ClusterProtectionLevel', 'Sign')) },
      { name: 'no section Security', resource: clusterWith(diagnostics) },
      { name: 'no settings', resource: clusterWith() },
      { name: 'the value stands under another name', resource: clusterWith(security('ServerAuthX509StoreName', 'EncryptAndSign')) },
      {
        name: 'the parameter stands in another section',
        resource: clusterWith({ name: 'Diagnostics', parameters: [{ name: 'ClusterProtectionLevel', value: 'EncryptAndSign' }] }),
      },
    ],
    notCollected: [{ name: 'without its configuration', resource: exampleResource(type, 'shop-fabric') }],
  },
};
