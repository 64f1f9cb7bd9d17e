// `npm run new recommendation NAME -- --service SERVICE` copies a template to src/recommendations/SERVICE/NAME.ts and lists it.

import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const usage = `Usage: npm run new recommendation NAME -- --service SERVICE [--kind policy|graph|imported]

  NAME      kebab-case: what it is judged on, then what should hold, such as storage-secure-transfer
  SERVICE   a folder under packages/catalogue/src/recommendations: SERVICES
`;
const packageFolder = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(packageFolder, 'src', 'recommendations');
const services = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

/** @param {string} message */
function refuse(message) {
  process.stderr.write(`${message}\n\n${usage.replace('SERVICES', services.join(', '))}`);
  process.exit(2);
}

/** @param {string} option */
function valueOf(option, rest) {
  const at = rest.indexOf(option);
  return at < 0 ? undefined : rest[at + 1];
}

const [what, name = '', ...rest] = process.argv.slice(2);
const service = valueOf('--service', rest);
const kind = valueOf('--kind', rest) ?? 'policy';
if (what !== 'recommendation') refuse(`Expected "recommendation", found ${what === undefined ? 'nothing' : JSON.stringify(what)}.`);
if (!/^[a-z0-9]+(-[a-z0-9]+)+$/.test(name)) refuse(`${JSON.stringify(name)} is not a name in kebab-case with two words or more.`);
if (service === undefined || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(service)) refuse('The service is missing.');
if (!['policy', 'graph', 'imported'].includes(kind)) refuse(`There is no kind ${JSON.stringify(kind)}.`);
const file = join(folder, service, `${name}.ts`);
if (services.some((other) => existsSync(join(folder, other, `${name}.ts`)))) refuse(`A recommendation named ${name} exists already.`);

const type = { policy: 'PolicyRecommendation', graph: 'GraphRecommendation', imported: 'ImportedRecommendation' }[kind];
const decision = {
  policy: `  kind: 'policy',
  rule: {
    if: {
      allOf: [
        { field: 'type', equals: type },
        { field: \`\${type}/supportsHttpsTrafficOnly\`, notEquals: true },
      ],
    },
    then: { effect: 'audit' },
  },`,
  graph: `  kind: 'graph',
  reads: { [type]: ['properties.supportsHttpsTrafficOnly'] },
  needs: [],
  judge(subject) {
    const path = 'properties.supportsHttpsTrafficOnly';
    const found = at(subject, path);
    const because = { text: \`It is \${String(found)}.\`, path, found, expected: true };
    if (found === undefined) return { status: 'NotCollected', needs: 'configuration' };
    return { status: found === true ? 'Healthy' : 'Unhealthy', because };
  },`,
  imported: `  kind: 'imported',
  decidedBy: 'Why configuration cannot decide it.',`,
}[kind];
const examples =
  kind === 'imported'
    ? `importedExamples(exampleResource(type, 'shopimages', { properties: {} }), key, title)`
    : `{
    healthy: [{ name: 'required', resource: exampleResource(type, 'shopimages', { properties: { supportsHttpsTrafficOnly: true } }) }],
    unhealthy: [{ name: 'not required', resource: exampleResource(type, 'shoplogs', { properties: { supportsHttpsTrafficOnly: false } }) }],
    notCollected: [{ name: 'listed without its configuration', resource: exampleResource(type, 'shopdata') }],
  }`;
const imports = [
  `import { exampleResource } from '../../example-resource.ts';`,
  ...(kind === 'imported' ? [`import { importedExamples } from '../../imported-examples.ts';`] : []),
  ...(kind === 'graph' ? [`import { at } from '../../json-reading.ts';`] : []),
  `import type { ${type} } from '../../recommendation.ts';`,
];
const camel = name.replace(/-([a-z0-9])/g, (_, letter) => letter.toUpperCase());

mkdirSync(dirname(file), { recursive: true });
writeFileSync(
  file,
  `${imports.join('\n')}

const type = 'Microsoft.Storage/storageAccounts';
const key = '${randomUUID()}';
const title = 'Something should hold for ${name}';

export const ${camel}: ${type} = {
  name: '${name}',
  key,
  title,
  why: 'What can happen as long as it does not hold.',
  severity: 'medium',
  category: 'data',
  threats: ['dataExfiltration'],
  resourceTypes: [type],
${decision}
  fix: {
    effort: 'low',
    userImpact: 'low',
    steps: ['What to do first', 'What to do then'],
    command: 'az storage account update --ids {id}',
    caution: 'What stops working.',
  },
  whenNotToFix: 'When it is right as it is.',
  examples: ${examples},
};
`,
);
execFileSync(process.execPath, [join(packageFolder, 'scripts', 'generate-list.mjs')], { stdio: 'inherit' });
process.stdout.write(`Written: ${relative(process.cwd(), file)}
Next: fill it in, add '${name}' to packages/catalogue/src/points.ts and, where it belongs, to src/controls.ts,
then run node packages/catalogue/scripts/generate-list.mjs and npx vitest run packages/catalogue.
`);
