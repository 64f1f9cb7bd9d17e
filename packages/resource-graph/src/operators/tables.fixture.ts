import type { Tables } from '../cases.fixture.ts';

/** A few rows that have something of everything. */
export const tables: Tables = {
  resources: [
    {
      id: '/subscriptions/s1/a',
      name: 'a',
      type: 't/one',
      location: 'west',
      subscriptionId: 's1',
      properties: { n: 3, list: ['x', 'y'], bag: { p: 1, q: 2 } },
      tags: { env: 'prod' },
    },
    {
      id: '/subscriptions/s1/b',
      name: 'b',
      type: 't/two',
      location: 'west',
      subscriptionId: 's1',
      properties: { n: 1, list: [] },
      tags: null,
    },
    { id: '/subscriptions/s2/c', name: 'c', type: 't/one', location: 'east', subscriptionId: 's2', properties: { n: null, list: 'text' } },
    {
      id: '/subscriptions/s3/d',
      name: 'd',
      type: 't/two',
      location: 'east',
      subscriptionId: 's3',
      properties: null,
      tags: { env: 'test', team: 'x' },
    },
  ],
  resourcecontainers: [
    { id: '/subscriptions/s1', name: 'Sub one', type: 'microsoft.resources/subscriptions', subscriptionId: 's1' },
    { id: '/subscriptions/s2', name: 'Sub two', type: 'microsoft.resources/subscriptions', subscriptionId: 's2' },
    { id: '/subscriptions/s9', name: 'Sub nine', type: 'microsoft.resources/subscriptions', subscriptionId: 's9' },
  ],
};
