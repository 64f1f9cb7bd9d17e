import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runPlumbline } from './run-plumbline.ts';

// 919 resources as Azure's API gave them to others. They are not part of the project, so what they score is held here where they are at hand.
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const estate = join(dirname(root), 'shared/data/recorded-estate/estate.ndjson');
const isAtHand = existsSync(estate);
if (!isAtHand) process.stderr.write(`The recorded estate is not held to its result: there is no ${estate}.\n`);

describe.runIf(isAtHand)('the recorded estate', () => {
  const scan = async (...options: string[]) => {
    const result = await runPlumbline(['scan', estate, ...options], { cwd: root });
    expect(result).toMatchObject({ exit: 0, stderr: '' });
    return result.stdout;
  };

  it('accounts for every line', async () => {
    const { coverage, problems } = JSON.parse(await scan('--format', 'json'));
    expect(coverage).toMatchObject({ files: 1, read: 919, refused: 0, duplicates: 0 });
    expect(problems).toEqual([]);
  });

  it('keeps its score', async () => {
    const { score, coverage, subscriptions } = JSON.parse(await scan('--format', 'json'));
    // 155 5/21 of 392 points.
    expect(score).toEqual({ current: 155 + 5 / 21, max: 392, percentage: (155 + 5 / 21) / 392 });
    expect(coverage.assessed).toEqual({ healthy: 112, unhealthy: 125, notApplicable: 119, notAssessed: 379 });
    expect(subscriptions.map((one: { readonly score: object | null }) => one.score !== null)).toEqual([false, false, false, false, true]);
  });

  it('judges nothing by what was not collected', async () => {
    const list = (await scan('--format', 'ndjson')).trimEnd().split('\n');
    const assessments = list.map((line) => JSON.parse(line));
    for (const { status, cause, needs } of assessments) {
      if (status === 'NotAssessed') expect({ cause, needs }).toEqual({ cause: 'NotCollected', needs: expect.stringMatching(/./) });
      else expect(needs).toBeUndefined();
    }
    // Machines that came without their configuration are not held to what Azure would know of them.
    const bare = assessments.filter(({ resource }) => /virtualMachines\/k8s-/i.test(resource));
    expect(new Set(bare.filter(({ name }) => name !== 'vm-classic-migration').map(({ status }) => status))).toEqual(
      new Set(['NotAssessed']),
    );
  });

  it('gives the same bytes twice', async () => {
    expect(await scan('--format', 'json')).toBe(await scan('--format', 'json'));
  });
});
