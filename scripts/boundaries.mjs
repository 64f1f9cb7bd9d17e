import { parseSync } from 'oxc-parser';

/** Packages that run in a browser with nothing else: they may import nothing but their own files. */
const leaves = new Set(['policy', 'score']);
/** Packages that may use Node anywhere; elsewhere only below a `node/` folder. */
const onNode = new Set(['store', 'server', 'azure-api', 'resource-graph', 'collect', 'cli']);

/**
 * @param packages {name, dependencies: package names, files: {path below src, text}[]} of each workspace package
 * @returns one sentence for each import that breaks a boundary, and each cycle of packages or files
 */
export function boundaryViolations(packages) {
  const violations = [];
  const edgesByPackage = new Map();
  for (const { name, dependencies, files } of packages) {
    const edges = new Set();
    edgesByPackage.set(name, edges);
    const edgesByFile = new Map();
    for (const file of files) {
      const isTest = /\.(test|bench|fixture)\.tsx?$/.test(file.path);
      const where = `packages/${name}/src/${file.path}`;
      edgesByFile.set(file.path, []);
      for (const { specifier, isType } of importsOf(where, file.text)) {
        if (specifier.startsWith('.')) {
          const target = resolved(file.path, specifier);
          if (target.startsWith('../') && !(isTest && target.endsWith('.fixture.ts')))
            violations.push(`${where} reaches out of its package by path: ${specifier}`);
          else if (!isType && !target.startsWith('../')) edgesByFile.get(file.path).push(target);
          continue;
        }
        if (isTest) continue;
        if (leaves.has(name)) violations.push(`${where} imports ${specifier}: ${name} imports nothing`);
        const own = /^@plumbline\/([^/]+)(\/.*)?$/.exec(specifier);
        if (own !== null) {
          if (own[2] !== undefined && own[2] !== '/node') violations.push(`${where} reaches past the index of ${own[1]}: ${specifier}`);
          if (!dependencies.includes(`@plumbline/${own[1]}`))
            violations.push(`${where} imports ${specifier}, which its package.json does not name`);
          if (own[2] === '/node' && !mayUseNode(name, file.path)) violations.push(`${where} imports ${specifier} outside a node/ folder`);
          edges.add(own[1]);
        } else if (specifier.startsWith('node:') && !mayUseNode(name, file.path)) {
          violations.push(`${where} imports ${specifier} outside a node/ folder`);
        }
      }
    }
    for (const cycle of cyclesIn(edgesByFile)) violations.push(`packages/${name}/src has an import cycle: ${cycle.join(' -> ')}`);
  }
  for (const cycle of cyclesIn(edgesByPackage)) violations.push(`packages import each other in a cycle: ${cycle.join(' -> ')}`);
  return violations;
}

function mayUseNode(name, path) {
  return onNode.has(name) || path.split('/').includes('node');
}

function importsOf(file, text) {
  const { module } = parseSync(file, text);
  const fromImports = module.staticImports.map((item) => ({
    specifier: item.moduleRequest.value,
    isType: item.entries.length > 0 && item.entries.every((entry) => entry.isType),
  }));
  const fromExports = module.staticExports.flatMap((item) =>
    item.entries
      .filter((entry) => entry.moduleRequest !== null)
      .map((entry) => ({ specifier: entry.moduleRequest.value, isType: entry.isType })),
  );
  const dynamic = module.dynamicImports.flatMap(({ moduleRequest }) => {
    const literal = /^['"`]([^'"`]+)['"`]$/.exec(text.slice(moduleRequest.start, moduleRequest.end));
    // A lazy import breaks a cycle of evaluation, so only its target is checked.
    return literal === null ? [] : [{ specifier: literal[1], isType: true }];
  });
  return [...fromImports, ...fromExports, ...dynamic];
}

function resolved(from, specifier) {
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') parts.length > 0 && parts.at(-1) !== '..' ? parts.pop() : parts.push('..');
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** @returns each cycle once, as the names along it, by depth-first search. */
function cyclesIn(edges) {
  const cycles = [];
  const done = new Set();
  const visit = (node, path) => {
    const at = path.indexOf(node);
    if (at !== -1) {
      cycles.push([...path.slice(at), node]);
      return;
    }
    if (done.has(node)) return;
    for (const next of edges.get(node) ?? []) visit(next, [...path, node]);
    done.add(node);
  };
  for (const node of edges.keys()) visit(node, []);
  return cycles;
}
