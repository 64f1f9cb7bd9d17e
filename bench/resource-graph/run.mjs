/**
 * node bench/resource-graph/run.mjs [RESOURCES]
 * Resource Graph queries over rows in memory, on one thread: milliseconds of processor time, the least of several rounds, and the
 * longest time that the event loop had to wait for a query.
 */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { estate } from '../estate/generate.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
execFileSync(process.execPath, [join(root, 'node_modules/.bin/tsc'), '-b', join(root, 'packages/resource-graph')], { stdio: 'inherit' });
const { runQuery } = await import(join(root, 'packages/resource-graph/dist/index.js'));

const wanted = Number(process.argv[2] ?? 100_000);
const resources = [];
const containers = [];
for (const resource of estate({ resources: wanted })) {
  const [, , subscriptionId = '', , resourceGroup = ''] = resource.id.split('/');
  const row = { ...resource, type: resource.type.toLowerCase(), subscriptionId, resourceGroup };
  (row.type === 'microsoft.resources/subscriptions' ? containers : resources).push(row);
}
const source = { table: (name) => ({ resources, resourcecontainers: containers })[name] };

const queries = [
  'resources | count',
  "resources | where type =~ 'Microsoft.Compute/virtualMachines' | summarize count() by location",
  "resources | where type has 'storage' and properties.supportsHttpsTrafficOnly == true | summarize count() by subscriptionId",
  'resources | summarize count() by type, location | order by count_ desc',
  'resources | extend env = tostring(tags.environment) | summarize n = count(), types = dcount(type) by env',
  "resources | where name matches regex @'^[a-z]+-?\\d*5$' | count",
  "resources | extend parts = split(id, '/') | summarize count() by group = tostring(parts[4]) | top 5 by count_",
  'resources | order by name asc | project name, type',
  'resources | top 10 by name desc',
  'resources | take 10',
  'resources | join kind=leftouter (resourcecontainers | project sub = name, subscriptionId) on subscriptionId | summarize count() by sub',
  'resources | mv-expand tag = tags | extend key = tostring(bag_keys(tag)[0]) | summarize count() by key',
  'resources | summarize make_set(location), arg_max(name, id) by type',
];

const rounds = 5;
const table = [];
for (const query of queries) {
  let least = Number.POSITIVE_INFINITY;
  let waited = 0;
  let rows = 0;
  for (let round = 0; round < rounds; round += 1) {
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      waited = Math.max(waited, now - last - 1);
      last = now;
    }, 1);
    const before = process.cpuUsage();
    const answer = await runQuery(query, source);
    const { user, system } = process.cpuUsage(before);
    clearInterval(timer);
    if (answer.kind !== 'answered') throw new Error(`${query}: ${answer.problem.message}`);
    rows = answer.totalRecords;
    least = Math.min(least, (user + system) / 1000);
  }
  table.push(`| \`${query.replaceAll('|', '\\|')}\` | ${rows.toLocaleString('en')} | ${Math.round(least)} | ${Math.round(waited)} |`);
}
console.log(`${resources.length.toLocaleString('en')} resources; ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}\n`);
console.log('| query | rows | ms | longest wait of others, ms |\n| --- | --: | --: | --: |');
for (const line of table) console.log(line);
