import { barShares } from '../../model/marks.ts';
import { percent } from '../../model/number.ts';
import { texts } from '../../texts.ts';

/** What was reached of a maximum, as a bar. */
export function ScoreBar({ share }: { readonly share: number }) {
  return (
    <svg className="bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label={texts.marks.scoreBar(percent(share))}>
      <rect className="bar-track" width="100" height="8" />
      <rect className="bar-value" width={Math.min(1, Math.max(0, share)) * 100} height="8" />
    </svg>
  );
}

/** Healthy and unhealthy resources, stacked; the unhealthy ones first, since they are what one looks for. */
export function HealthBar({ healthy, unhealthy }: { readonly healthy: number; readonly unhealthy: number }) {
  const [bad = 0, good = 0] = barShares([unhealthy, healthy]);
  return (
    <svg className="bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label={texts.marks.healthyBar(healthy, unhealthy)}>
      <rect className="bar-track" width="100" height="8" />
      <rect className="bar-bad" width={bad * 100} height="8" />
      <rect className="bar-good" x={bad * 100} width={good * 100} height="8" />
    </svg>
  );
}
