import { exampleResource } from '../../example-resource.ts';
import { importedExamples } from '../../imported-examples.ts';
import type { ImportedRecommendation } from '../../recommendation.ts';

const key = '8bc390da-9eb6-938d-25ed-44a35d9bcc9d';
const title = 'Update OS version for your cloud service roles';

export const cloudServiceOsVersion: ImportedRecommendation = {
  name: 'cloud-service-os-version',
  key,
  title,
  alsoKnownAs: [
    'OS version should be updated for your cloud service roles',
    'Operating system version should be the most current version for your cloud service roles',
  ],
  why: 'Roles that are pinned to an old guest operating system keep every hole that later releases have closed.',
  severity: 'high',
  category: 'compute',
  threats: ['threatResistance'],
  resourceTypes: ['Microsoft.ClassicCompute/domainNames/slots/roles'],
  kind: 'imported',
  decidedBy:
    'Which guest release is current, and which one a role really runs, is known to the platform only; the configuration may say no more than "*".',
  fix: {
    effort: 'low',
    userImpact: 'moderate',
    steps: [
      'Set osVersion to "*" in the service configuration, so that the guest system updates itself',
      'Choose the newest osFamily that the role runs on',
      'Deploy to the staging slot and swap',
    ],
    caution: 'Roles restart while their guest system is replaced.',
  },
  whenNotToFix: 'A role that is about to move off classic cloud services, which are retired.',
  examples: importedExamples(
    exampleResource('Microsoft.ClassicCompute/domainNames/slots/roles', 'shop/production/frontend', {
      properties: { roleType: 'WebRole' },
    }),
    key,
    title,
  ),
};
