import { exampleSubscription } from '../../identity/example-directory.ts';
import { subscriptionType } from '../../identity/types.ts';
import { importedExamples } from '../../imported-examples.ts';
import type { ImportedRecommendation } from '../../recommendation.ts';

const key = '57e98606-6b1e-6193-0e3d-fe621387c16b';
const title = 'MFA should be enabled on your subscription accounts with write permissions';

export const subscriptionMfaWriters: ImportedRecommendation = {
  name: 'subscription-mfa-writers',
  key,
  title,
  alsoKnownAs: [
    'MFA should be enabled for accounts with write permissions on your subscription',
    'Accounts with write permissions on Azure resources should be MFA enabled',
    'MFA should be enabled on accounts with write permissions on subscriptions',
  ],
  why: 'Who can write can deploy, delete and read secrets out of what runs; a guessed password must not be enough for that.',
  severity: 'high',
  category: 'identity',
  threats: ['accountBreach', 'elevationOfPrivilege', 'maliciousInsider'],
  resourceTypes: [subscriptionType],
  kind: 'imported',
  decidedBy: 'Nothing in Azure’s configuration says who has registered a second factor or which sign-in policies apply to whom.',
  fix: {
    effort: 'moderate',
    userImpact: 'moderate',
    steps: [
      'List the accounts with write permissions that sign in without a second factor',
      'Have them register one, best a security key or a passkey',
      'Require it with a Conditional Access policy for Azure management, or with security defaults',
    ],
    caution:
      'Keep an emergency account out of the policy, or a mistake in it locks everybody out; an account that a policy leaves out counts as without.',
  },
  whenNotToFix: 'An account that signs in from one guarded place only and cannot carry a second factor.',
  examples: importedExamples(exampleSubscription(), key, title),
};
