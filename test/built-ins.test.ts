import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Entry, generated } from './built-in-estate.ts';
import { runPlumbline } from './run-plumbline.ts';

// Microsoft's definitions are not part of the project: ours are held against them where a copy is at hand.
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const shared = join(dirname(root), 'shared/data');
const source = join(shared, 'azure-policy/policyDefinitions');
const recorded = join(shared, 'recorded-estate/estate.ndjson');
const isAtHand = existsSync(source) && existsSync(recorded);
if (!isAtHand) process.stderr.write(`Our recommendations are not held against Microsoft's definitions: there is no ${source}.\n`);

/** A row of docs/catalogue-differences.md. */
interface Row {
  readonly recommendation: string;
  readonly definition: string;
  /** `ours / theirs`, as in `Healthy / NotApplicable`; none: they always say the same. */
  readonly differences: readonly string[];
}

/** `| name | GUID | Healthy / NotApplicable; … | why |` */
function rowsOf(page: string): Row[] {
  return page.split('\n').flatMap((line) => {
    const [, recommendation = '', definition = '', differences = ''] = line.split('|').map((cell) => cell.trim().replaceAll('`', ''));
    if (!/^[0-9a-z]{8}-/.test(definition)) return [];
    return [{ recommendation, definition, differences: differences === 'none' ? [] : differences.split('; ').sort() }];
  });
}

/** One of Microsoft's names is no GUID, and would not be its key: it gets a digit where it has a letter. */
const keyOf = (definition: string): string => definition.replace('17k78e20', '17078e20');

describe.runIf(isAtHand)('our recommendations beside the definitions that mean the same', { timeout: 120_000 }, () => {
  const rows = rowsOf(readFileSync(join(root, 'docs/catalogue-differences.md'), 'utf8'));
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-built-ins-'));
  const found = new Map<string, Map<string, string>>();
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** @returns the statuses that a recommendation and a definition give to one resource, wherever either is about it. */
  const compare = async (input: string, stdin = '') => {
    const { exit, stdout, stderr } = await runPlumbline(['scan', input, '--policies', folder, '--format', 'ndjson'], { cwd: root, stdin });
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    const statuses = new Map<string, string>();
    const resources = new Set<string>();
    for (const line of stdout.trimEnd().split('\n')) {
      const { name, recommendation, resource, status } = JSON.parse(line);
      statuses.set(`${name} ${resource}`, status).set(`${recommendation} ${resource}`, status);
      resources.add(resource);
    }
    for (const { recommendation, definition } of rows) {
      const differences = found.get(recommendation) ?? new Map<string, string>();
      found.set(recommendation, differences);
      for (const resource of resources) {
        const ours = statuses.get(`${recommendation} ${resource}`) ?? 'NotApplicable';
        const theirs = statuses.get(`${keyOf(definition)} ${resource}`) ?? 'NotApplicable';
        if (ours !== theirs && !differences.has(`${ours} / ${theirs}`)) differences.set(`${ours} / ${theirs}`, resource);
      }
    }
    return statuses.size;
  };

  beforeAll(async () => {
    const wanted = new Set(rows.map(({ definition }) => definition));
    for (const name of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.json')) continue;
      const text = readFileSync(join(source, name), 'utf8');
      for (const definition of wanted) {
        if (text.includes(`"name": "${definition}"`))
          writeFileSync(join(folder, `${definition}.json`), text.replaceAll(definition, keyOf(definition)));
      }
    }
    expect(readdirSync(folder)).toHaveLength(rows.length);
    expect(await compare('examples/estate')).toBeGreaterThan(500);
    expect(await compare(recorded)).toBeGreaterThan(500);
    // The same resources in every run, so that the page can name every difference.
    const batches = fc.sample(generated, { numRuns: 1500, seed: 20190101 });
    const unique = new Map<string, Entry>();
    for (const entry of batches.flat()) if (!unique.has(entry.id)) unique.set(entry.id, entry);
    await compare('-', [...unique.values()].map((entry) => JSON.stringify(entry)).join('\n'));
  }, 120_000);

  it('knows some of them', () => {
    expect(rows.length).toBeGreaterThan(20);
  });

  it.each(rows)('$recommendation differs from $definition just as its page says', ({ recommendation, differences }) => {
    const own = found.get(recommendation) ?? new Map<string, string>();
    const examples = [...own].map(([difference, resource]) => `${difference}: ${resource}`).join('\n');
    expect([...own.keys()].sort(), examples).toEqual(differences);
  });
});
