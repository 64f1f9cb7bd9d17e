import fc from 'fast-check';
import type { Profile, ProfileStatus, ScoredControl, ScoredRecommendation, Status } from './tally.ts';

/** A random small estate with its catalogue: what the laws are tried on. */
export interface Estate {
  readonly profiles: readonly Profile[];
  readonly recommendations: readonly ScoredRecommendation[];
  readonly controls: readonly ScoredControl[];
}

export interface EstateSize {
  readonly recommendations: number;
  readonly controls: number;
  readonly subscriptions: number;
  readonly profiles: number;
  readonly resources: number;
}

const usual: EstateSize = { recommendations: 6, controls: 3, subscriptions: 3, profiles: 8, resources: 5 };

/** Recommendations that do not count, empty controls, recommendations in several controls and every status turn up. */
export function estates(size: Partial<EstateSize> = {}): fc.Arbitrary<Estate> {
  const most = { ...usual, ...size };
  return fc.integer({ min: 1, max: most.recommendations }).chain((length) => {
    const keys = Array.from({ length }, (_, index) => `r${index}`);
    return fc.record({
      recommendations: fc.tuple(...keys.map(recommendation)),
      controls: fc
        .array(fc.record({ max: fc.integer({ min: 0, max: 10 }), recommendations: fc.subarray(keys) }), { maxLength: most.controls })
        .map(numbered),
      profiles: fc.array(profile(keys, most), { maxLength: most.profiles }),
    });
  });
}

const categories = ['compute', 'networking', 'data'];
const statuses: readonly Status[] = ['Healthy', 'Unhealthy', 'NotApplicable', 'NotAssessed'];

function recommendation(key: string): fc.Arbitrary<ScoredRecommendation> {
  const points = fc.oneof({ arbitrary: fc.integer({ min: 1, max: 50 }), weight: 5 }, { arbitrary: fc.constant(null), weight: 1 });
  return fc.record({ key: fc.constant(key), category: fc.constantFrom(...categories), points });
}

function numbered(controls: readonly Omit<ScoredControl, 'key'>[]): ScoredControl[] {
  return controls.map((control, index) => ({ key: `c${index}`, ...control }));
}

function profile(keys: readonly string[], size: EstateSize): fc.Arbitrary<Profile> {
  return fc.record({
    subscription: fc.integer({ min: 1, max: size.subscriptions }).map((index) => `s${index}`),
    statuses: fc
      .tuple(...keys.map(() => fc.option(fc.constantFrom(...statuses, 'Unhealthy' as const))))
      .map((found) => found.flatMap((status, index): ProfileStatus[] => (status ? [{ recommendation: keys[index] ?? '', status }] : []))),
    count: fc.integer({ min: 1, max: size.resources }),
  });
}
