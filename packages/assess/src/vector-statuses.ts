import type { Profile } from '@plumbline/score';
import { byText } from './by-text.ts';
import type { VerdictVector } from './verdict-vectors.ts';

/**
 * The statuses of a profile from a vector of verdicts; vectors with one signature share them.
 * @param keys recommendation keys by index of the plan.
 */
export function vectorStatuses(keys: readonly string[]): (vector: VerdictVector) => Profile['statuses'] {
  const bySignature = new Map<string, Profile['statuses']>();
  return ({ signature, verdicts }) => {
    let statuses = bySignature.get(signature);
    if (statuses === undefined) {
      statuses = verdicts
        .map(([index, { status }]) => ({ recommendation: keys[index] ?? '', status }))
        .sort((a, b) => byText(a.recommendation, b.recommendation));
      bySignature.set(signature, statuses);
    }
    return statuses;
  };
}
