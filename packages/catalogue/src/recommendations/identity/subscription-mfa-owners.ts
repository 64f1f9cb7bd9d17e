import { exampleSubscription } from '../../identity/example-directory.ts';
import { subscriptionType } from '../../identity/types.ts';
import { importedExamples } from '../../imported-examples.ts';
import type { ImportedRecommendation } from '../../recommendation.ts';

const key = '94290b00-4d0c-d7b4-7cea-064a9554e681';
const title = 'MFA should be enabled on accounts with owner permissions on your subscription';

export const subscriptionMfaOwners: ImportedRecommendation = {
  name: 'subscription-mfa-owners',
  key,
  title,
  alsoKnownAs: [
    'Accounts with owner permissions on Azure resources should be MFA enabled',
    'MFA should be enabled on accounts with owner permissions on subscriptions',
  ],
  why: 'A stolen password of an owner is the whole subscription; with a second factor it is only a password.',
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
      'List the accounts with owner permissions that sign in without a second factor',
      'Have them register one, best a security key or a passkey',
      'Require it with a Conditional Access policy for Azure management, or with security defaults',
    ],
    caution:
      'Keep an emergency account out of the policy, or a mistake in it locks everybody out; an account that a policy leaves out counts as without.',
  },
  whenNotToFix: 'An emergency account that is kept for the day when the second factor itself fails, guarded in another way.',
  examples: importedExamples(exampleSubscription(), key, title),
};
