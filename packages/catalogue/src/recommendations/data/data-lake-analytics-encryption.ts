import type { JsonObject, Resource } from '@plumbline/policy';
import { exampleResource } from '../../example-resource.ts';
import { listAt, nameOf, textAt } from '../../json-reading.ts';
import type { GraphRecommendation, GraphVerdict, Neighbours } from '../../recommendation.ts';

const type = 'Microsoft.DataLakeAnalytics/accounts';
const store = 'Microsoft.DataLakeStore/accounts';

/** What an analytics account keeps lies in its lakes, so their encryption is its own; only a graph can follow their names. */
export const dataLakeAnalyticsEncryption: GraphRecommendation = {
  name: 'data-lake-analytics-encryption',
  key: '30322e35-aa3e-4a43-8795-6cb8d43dcc2e',
  title: 'Enable encryption at rest of the Data Lake Analytics',
  alsoKnownAs: ['Encryption at rest should be enabled for Data Lake Analytics accounts'],
  why: 'Jobs leave their results, libraries and catalogues in the lake; unencrypted, they can be read by whoever gets a copy of the storage.',
  severity: 'medium',
  category: 'data',
  threats: ['dataExfiltration', 'dataSpillage'],
  resourceTypes: [type],
  kind: 'graph',
  reads: {
    [type]: ['properties.defaultDataLakeStoreAccount', 'properties.dataLakeStoreAccounts'],
    [store]: ['name', 'properties.encryptionState'],
  },
  needs: [store],
  judge(subject, neighbours) {
    const names = lakesOf(subject);
    if (names.length === 0) {
      return { status: 'NotCollected', needs: 'configuration', because: { text: 'The input does not say which Data Lake Store it uses.' } };
    }
    const verdicts = names.map((name) => judgeLake(name, neighbours));
    const worst = (status: GraphVerdict['status']) => verdicts.find((verdict) => verdict.status === status);
    return (
      worst('Unhealthy') ??
      worst('NotCollected') ?? {
        status: 'Healthy',
        because: {
          text: `The Data Lake Stores that it uses are encrypted: ${names.join(', ')}.`,
          path: 'properties.encryptionState',
          found: 'Enabled',
        },
      }
    );
  },
  fix: {
    effort: 'high',
    userImpact: 'moderate',
    steps: [
      'Create a Data Lake Store with encryption',
      'Create an analytics account on it and move jobs and catalogue',
      'Delete the old account',
    ],
    caution: 'The default store of an account cannot be changed, so scripts need the new account.',
  },
  whenNotToFix: 'An account that is about to be given up: the service is retired.',
  examples: {
    healthy: [
      {
        name: 'its lake is encrypted',
        resource: account({ defaultDataLakeStoreAccount: 'shoplake' }),
        estate: [lake('shoplake', 'Enabled')],
      },
      {
        name: 'the name differs in case',
        resource: account({ defaultDataLakeStoreAccount: 'ShopLake' }),
        estate: [lake('shoplake', 'Enabled')],
      },
    ],
    unhealthy: [
      {
        name: 'its lake is not encrypted',
        resource: account({ defaultDataLakeStoreAccount: 'shoplake' }),
        estate: [lake('shoplake', 'Disabled')],
      },
      {
        name: 'a second lake is not encrypted',
        resource: account({ defaultDataLakeStoreAccount: 'shoplake', dataLakeStoreAccounts: [{ name: 'shoplake' }, { name: 'oldlake' }] }),
        estate: [lake('shoplake', 'Enabled'), lake('oldlake', 'Disabled')],
      },
    ],
    notCollected: [
      {
        name: 'its lake is not in the input',
        resource: account({ defaultDataLakeStoreAccount: 'shoplake' }),
        estate: [lake('otherlake', 'Enabled')],
      },
      { name: 'no lakes in the input', resource: account({ defaultDataLakeStoreAccount: 'shoplake' }) },
      { name: 'listed without its configuration', resource: exampleResource(type, 'shopjobs'), estate: [lake('shoplake', 'Enabled')] },
    ],
  },
};

function lakesOf(subject: Resource): readonly string[] {
  const main = textAt(subject, 'properties.defaultDataLakeStoreAccount') ?? [];
  const linked = listAt(subject, 'properties.dataLakeStoreAccounts').flatMap((entry) => textAt(entry, 'name') ?? []);
  return [...new Set([main, ...linked].flat().map((name) => name.toLowerCase()))];
}

function judgeLake(name: string, neighbours: Neighbours): GraphVerdict {
  const lake = neighbours.inSubscription(store).find((candidate) => nameOf(candidate).toLowerCase() === name);
  const found = textAt(lake, 'properties.encryptionState');
  if (lake === undefined || found === undefined) {
    const text =
      lake === undefined ? `The Data Lake Store ${name} is not in the input.` : `The input does not give the encryption state of ${name}.`;
    return { status: 'NotCollected', needs: store, because: { text } };
  }
  return {
    status: found.toLowerCase() === 'enabled' ? 'Healthy' : 'Unhealthy',
    because: {
      text: `The encryption state of ${name} is ${found}.`,
      resource: textAt(lake, 'id') ?? '',
      path: 'properties.encryptionState',
      found,
      expected: 'Enabled',
    },
  };
}

function account(properties: JsonObject): JsonObject {
  return exampleResource(type, 'shopjobs', { properties });
}

function lake(name: string, encryptionState: string): JsonObject {
  return exampleResource(store, name, { properties: { encryptionState } });
}
