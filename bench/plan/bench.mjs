/**
 * Plans on an estate of a million resources: how long from profiles to a plan with its proof.
 *
 *     node bench/plan/bench.mjs [resources]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { randomOf } from '../estate/random.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const resources = Number(process.argv[2] ?? 1_000_000);
const subscriptions = 200;

/** The sources, bundled: the benchmark measures what the program ships. */
async function loaded() {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
  const bundle = await rolldown({
    input: {
      score: join(root, 'packages/score/src/index.ts'),
      catalogue: join(root, 'packages/catalogue/src/index.ts'),
      assess: join(root, 'packages/assess/src/index.ts'),
    },
    platform: 'node',
    resolve: { conditionNames: ['plumbline-source', 'node', 'import', 'default'] },
  });
  await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' });
  await bundle.close();
  const at = (name) => import(pathToFileURL(join(folder, `${name}.mjs`)).href);
  const [score, catalogue, assess] = [await at('score'), await at('catalogue'), await at('assess')];
  rmSync(folder, { recursive: true });
  return { score, catalogue, assess };
}

/** How often each type is met, next to its fellows; what is not named has one. */
const shares = {
  'microsoft.compute/virtualmachines': 30,
  'microsoft.storage/storageaccounts': 25,
  'microsoft.web/sites': 15,
  'microsoft.keyvault/vaults': 6,
  'microsoft.sql/servers': 4,
  'microsoft.sql/servers/databases': 10,
  'microsoft.network/virtualnetworks/subnets': 12,
};

/**
 * Assessments of resources of all types of the catalogue. Most are made from one of a few templates in each subscription, as in real estates;
 * every tenth deviates in one setting.
 */
function* assessmentsOf(items, random) {
  const byType = new Map();
  for (const { recommendation } of items) {
    for (const type of recommendation.resourceTypes.map((one) => one.toLowerCase())) {
      byType.set(type, [...(byType.get(type) ?? []), recommendation.key]);
    }
  }
  const types = [...byType.keys()];
  const total = types.reduce((sum, type) => sum + (shares[type] ?? 1), 0);
  counted = 0;
  for (let at = 0; at < subscriptions; at += 1) {
    const subscription = random.guid();
    for (const type of types) {
      const keys = byType.get(type);
      const templates = Array.from({ length: 4 }, () => keys.map(() => random.pick(['Healthy', 'Healthy', 'Unhealthy', 'NotApplicable'])));
      const count = type.endsWith('/subscriptions') ? 1 : Math.round((resources / subscriptions) * ((shares[type] ?? 1) / total));
      counted += count;
      for (let index = 0; index < count; index += 1) {
        const template = random.pick(templates);
        const odd = random.chance(0.1) ? random.below(keys.length) : -1;
        const resource = `/subscriptions/${subscription}/resourceGroups/g${index % 50}/providers/${type}/${index}`;
        for (const [number, recommendation] of keys.entries()) {
          const status = number === odd ? 'Unhealthy' : template[number];
          yield { recommendation, resource, type, subscription, status, decidedBy: 'rule' };
        }
      }
    }
  }
}

const { score, catalogue: shipped, assess } = await loaded();
const { catalogue } = shipped.loadCatalogue();
const table = assess.scoringTableOf(catalogue);
const effortByKey = new Map(
  catalogue.items.map(({ recommendation: { key, fix } }) => [key, { low: 0.5, moderate: 2, high: 8 }[fix.effort]]),
);
/** Production costs three times as much: what a costs file by tag does. */
const costOf = ({ key }, recommendation) => effortByKey.get(recommendation) * (key.endsWith('7') || key.endsWith('3') ? 3 : 1);

const models = {
  classic: { kind: 'classic', recommendations: table.recommendations },
  'controls, weighted': { kind: 'controls', controls: table.controls, aggregate: 'weighted' },
};
const aims = {
  '75%': { kind: 'targets', targets: [{ name: '', atLeast: { percentage: 0.75 } }] },
  '90%': { kind: 'targets', targets: [{ name: '', atLeast: { percentage: 0.9 } }] },
  '5,000 h': { kind: 'budget', cost: 5000 },
};

let counted = 0;
const grouped = [];
console.log('| model | by | aim | works | seconds | CPU seconds | steps | proof |\n| --- | --- | --- | --: | --: | --: | --: | --- |');
for (const [modelName, given] of Object.entries(models)) {
  // Made before the clock starts: what is measured is the grouping.
  let assessments = [...assessmentsOf(catalogue.items, randomOf(1))];
  const before = process.cpuUsage();
  const { work, model } = assess.planWorkOf({ assessments: () => assessments }, { model: given, scopes: [], costOf });
  grouped.push(`${modelName}: grouped in ${(process.cpuUsage(before).user / 1e6).toFixed(1)} CPU seconds`);
  // A plan needs the groups only: what was grouped is let go, as the program does.
  assessments = [];
  for (const by of ['resource', 'recommendation']) {
    for (const [aimName, aim] of Object.entries(aims)) {
      const from = process.cpuUsage();
      const startedMs = performance.now();
      const plan = score.planOf({ work, model, aim, by });
      const seconds = ((performance.now() - startedMs) / 1000).toFixed(2);
      const cpuSeconds = (process.cpuUsage(from).user / 1e6).toFixed(2);
      const cells = [
        modelName,
        by,
        aimName,
        work.length.toLocaleString('en'),
        seconds,
        cpuSeconds,
        plan.steps?.length ?? 0,
        proofOf(plan, aim),
      ];
      console.log(`| ${cells.join(' | ')} |`);
    }
  }
}
console.log(
  `\n${counted.toLocaleString('en')} resources, ${subscriptions} subscriptions, ${catalogue.items.length} recommendations; ${grouped.join('; ')}.`,
);

function proofOf(plan, aim) {
  if (plan.kind === 'outOfReach') return 'out of reach';
  if (plan.proof.optimal) return 'optimal';
  return `gap ${score.decimalText(plan.proof.gap, 4)} ${aim.kind === 'budget' ? 'points' : 'h'}, bound ${score.decimalText(plan.proof.bound, 2)}`;
}
