import { exampleResource } from '../../example-resource.ts';
import type { Recommendation } from '../../recommendation.ts';

const type = 'Microsoft.ServiceFabric/clusters';
const tenantId = '5c1e0f7a-9b3d-4e62-8a4f-7d2b6c0e1f33';

export const serviceFabricAadAuthentication: Recommendation = {
  name: 'service-fabric-aad-authentication',
  key: '03afeb6f-7634-adb3-0a01-803b0b9cb611',
  title: 'Service Fabric clusters should only use Azure Active Directory for client authentication',
  alsoKnownAs: ['Service Fabric clusters should only use Microsoft Entra ID for client authentication'],
  why: 'A client certificate opens the whole cluster to whoever holds the file and cannot be taken from one person; a sign-in can, and may ask for a second factor.',
  severity: 'high',
  category: 'compute',
  threats: ['accountBreach', 'elevationOfPrivilege'],
  resourceTypes: [type],
  kind: 'policy',
  rule: {
    if: {
      allOf: [
        { field: 'type', equals: type },
        {
          anyOf: [
            { field: `${type}/azureActiveDirectory.tenantId`, exists: false },
            { field: `${type}/azureActiveDirectory.tenantId`, equals: '' },
          ],
        },
      ],
    },
    then: { effect: 'audit' },
  },
  fix: {
    effort: 'high',
    userImpact: 'moderate',
    steps: [
      'Register the cluster and its clients in Azure Active Directory.',
      'Put tenant, cluster application and client application into the cluster’s template and deploy it.',
      'Give people roles on the cluster and withdraw their client certificates.',
    ],
    caution: 'Scripts that sign in with a client certificate must be changed before it is withdrawn.',
  },
  whenNotToFix: 'A cluster that only pipelines of the same team reach, over a private network.',
  examples: {
    healthy: [
      {
        name: 'a tenant is set',
        resource: exampleResource(type, 'shop-fabric', {
          properties: { azureActiveDirectory: { tenantId, clusterApplication: 'cluster', clientApplication: 'client' } },
        }),
      },
    ],
    unhealthy: [
      {
        name: 'certificates only',
        resource: exampleResource(type, 'shop-fabric', { properties: { certificate: { thumbprint: '9F86D081' } } }),
      },
      {
        name: 'an empty tenant',
        resource: exampleResource(type, 'shop-fabric', { properties: { azureActiveDirectory: { tenantId: '' } } }),
      },
      { name: 'null', resource: exampleResource(type, 'shop-fabric', { properties: { azureActiveDirectory: null } }) },
    ],
    notCollected: [{ name: 'without its configuration', resource: exampleResource(type, 'shop-fabric') }],
  },
};
