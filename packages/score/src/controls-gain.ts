import type { ControlScore, ControlsOptions, ControlsScore } from './controls.ts';
import { divide, fraction, multiply, type Rational, sumOf, zero } from './rational.ts';

/** What one resource that becomes healthy in a control adds to the overall percentage (0..1); zero where nothing counts. */
export type ControlsGain = (subscription: string, control: string) => Rational;

/**
 * In `pooled`: max(c) / total(c) / max. In `weighted`: weight(s) / weights x max(c) / total(c, s) / max(s). Fixing leaves totals, weights and maxima as they
 * are, so these gains simply add up. The score has to be exact.
 */
export function controlsGainOf(score: ControlsScore, aggregate: ControlsOptions['aggregate']): ControlsGain {
  const { overall } = score;
  if (!overall) return () => zero;
  if (aggregate === 'pooled') {
    const gains = gainsByControl(score.controls, divide(fraction(1), overall.max));
    return (_subscription, control) => gains.get(control) ?? zero;
  }
  const scored = score.subscriptions.flatMap(({ score, ...rest }) => (score ? [{ ...rest, max: score.max }] : []));
  const weights = sumOf(scored.map(({ weight }) => fraction(weight)));
  const gainsBySubscription = new Map(
    scored.map(({ subscription, weight, controls, max }) => {
      const share = divide(fraction(weight), multiply(weights, max));
      return [subscription, gainsByControl(controls, share)];
    }),
  );
  return (subscription, control) => gainsBySubscription.get(subscription)?.get(control) ?? zero;
}

function gainsByControl(controls: readonly ControlScore[], share: Rational): Map<string, Rational> {
  return new Map(controls.map(({ key, max, weight }) => [key, multiply(share, divide(max, fraction(weight)))]));
}
