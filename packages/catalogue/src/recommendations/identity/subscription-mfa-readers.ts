import { exampleSubscription } from '../../identity/example-directory.ts';
import { subscriptionType } from '../../identity/types.ts';
import { importedExamples } from '../../imported-examples.ts';
import type { ImportedRecommendation } from '../../recommendation.ts';

const key = '151e82c5-5341-a74b-1eb0-bc38d2c84bb5';
const title = 'MFA should be enabled on your subscription accounts with read permissions';

export const subscriptionMfaReaders: ImportedRecommendation = {
  name: 'subscription-mfa-readers',
  key,
  title,
  alsoKnownAs: [
    'MFA should be enabled on accounts with read permissions on your subscription',
    'Accounts with read permissions on Azure resources should be MFA enabled',
    'MFA should be enabled on accounts with read permissions on subscriptions',
  ],
  why: 'Reading shows where everything is and how it is guarded: what an attacker needs first.',
  severity: 'high',
  category: 'identity',
  threats: ['accountBreach', 'dataExfiltration', 'maliciousInsider'],
  resourceTypes: [subscriptionType],
  kind: 'imported',
  decidedBy: 'Nothing in Azure’s configuration says who has registered a second factor or which sign-in policies apply to whom.',
  fix: {
    effort: 'moderate',
    userImpact: 'moderate',
    steps: [
      'List the accounts with read permissions that sign in without a second factor',
      'Have them register one, best a security key or a passkey',
      'Require it with a Conditional Access policy for Azure management, or with security defaults',
    ],
    caution:
      'Keep an emergency account out of the policy, or a mistake in it locks everybody out; an account that a policy leaves out counts as without.',
  },
  whenNotToFix: 'A wallboard account that sees nothing worth knowing.',
  examples: importedExamples(exampleSubscription(), key, title),
};
