// Plays Azure for a benchmark, in a process of its own: its memory is not the collector's.
import { writeFileSync } from 'node:fs';
import { estateOf } from '../../packages/collect/src/stand-in/estate.fixture.ts';
import { standIn } from '../../packages/collect/src/stand-in/stand-in.fixture.ts';
import { estate } from '../estate/generate.mjs';

const [resources, subscriptions, ready] = process.argv.slice(2);
const azure = await standIn({
  estate: estateOf([...estate({ resources: Number(resources), subscriptions: Number(subscriptions) })]),
  // What is not kept costs nothing.
  onSeen: 'count',
});
writeFileSync(`${ready}.pem`, azure.ca);
writeFileSync(ready, azure.endpoints.resourceManager);
