import type { JsonObject } from '@plumbline/policy';
import { exampleResource } from '../../example-resource.ts';
import { textAt } from '../../json-reading.ts';
import type { GraphRecommendation } from '../../recommendation.ts';

const type = 'Microsoft.DataLakeStore/accounts';
const path = 'properties.encryptionState';

/** A graph, for lists of accounts leave the encryption state out, and a policy rule cannot tell left out from switched off. */
export const dataLakeStoreEncryption: GraphRecommendation = {
  name: 'data-lake-store-encryption',
  key: '7bf567ec-31b2-4469-88b3-2665785d6957',
  title: 'Enable encryption at rest for the Data Lake Store',
  alsoKnownAs: ['Encryption at rest should be enabled for Data Lake Store accounts'],
  why: 'A lake gathers the data of a whole company; unencrypted, a single copy of its storage gives all of it away.',
  severity: 'medium',
  category: 'data',
  threats: ['dataExfiltration', 'dataSpillage'],
  resourceTypes: [type],
  kind: 'graph',
  reads: { [type]: [path] },
  needs: [],
  judge(subject) {
    const found = textAt(subject, path);
    if (found === undefined) {
      return {
        status: 'NotCollected',
        needs: 'configuration',
        because: { text: 'The input does not give its encryption state; read the account by itself.', path },
      };
    }
    const isEncrypted = found.toLowerCase() === 'enabled';
    return {
      status: isEncrypted ? 'Healthy' : 'Unhealthy',
      because: { text: `Its encryption state is ${found}.`, path, found, expected: 'Enabled' },
    };
  },
  fix: {
    effort: 'high',
    userImpact: 'moderate',
    steps: [
      'Create an account with encryption, for it cannot be switched on later',
      'Copy the data and the permissions',
      'Point its users to the new account and delete the old one',
    ],
    caution: 'Copying a large lake takes days, and its address changes.',
  },
  whenNotToFix: 'An account that is about to be moved to newer storage, which is always encrypted.',
  examples: {
    healthy: [{ name: 'encrypted', resource: account({ encryptionState: 'Enabled', encryptionConfig: { type: 'ServiceManaged' } }) }],
    unhealthy: [{ name: 'not encrypted', resource: account({ encryptionState: 'Disabled' }) }],
    notCollected: [
      { name: 'listed without its encryption state', resource: account({ provisioningState: 'Succeeded', state: 'Active' }) },
      { name: 'listed without its configuration', resource: exampleResource(type, 'shoplake') },
    ],
  },
};

function account(properties: JsonObject): JsonObject {
  return exampleResource(type, 'shoplake', { properties });
}
