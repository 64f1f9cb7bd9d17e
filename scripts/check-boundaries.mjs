/** Fails when the packages' arrows are broken: see `boundaryViolations`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { boundaryViolations } from './boundaries.mjs';
import { root } from './prepare.mjs';

const packages = readdirSync(join(root, 'packages')).map((name) => {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));
  // What is bundled, or only gives types, stands among the devDependencies.
  const declared = [...Object.keys(dependencies), ...Object.keys(devDependencies)];
  return { name, dependencies: declared, files: sourcesIn(join(root, 'packages', name, 'src'), '') };
});

const modules = packages.reduce((sum, { files }) => sum + files.length, 0);
const violations = boundaryViolations(packages);
for (const violation of violations) console.error(violation);
// A check that read nothing would be green for ever.
if (modules === 0) console.error('No module was read.');
console.error(`${modules} modules in ${packages.length} packages, ${violations.length} violations.`);
process.exit(violations.length > 0 || modules === 0 ? 1 : 0);

function sourcesIn(folder, prefix) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((item) => {
    const path = prefix === '' ? item.name : `${prefix}/${item.name}`;
    if (item.isDirectory()) return sourcesIn(join(folder, item.name), path);
    return /\.tsx?$/.test(item.name) ? [{ path, text: readFileSync(join(folder, item.name), 'utf8') }] : [];
  });
}
