import { add, fraction, multiply, type Rational, subtract, sumOf, zero } from '../rational.ts';
import { coalitionsWithout, countsAt, ownSetOf } from './coalitions.ts';
import type { Contribution } from './explain.ts';
import type { Pattern, State, Unit } from './patterns.ts';

/**
 * Why the points of one unit changed: the Shapley value of every cause, split over the resources that it touched.
 *
 * One step of one order takes the unit from points p, h healthy of t to p', h' of t'. Its difference is
 * (p + p') / 2 x (h'/t' - h/t), which belongs to the resources, plus (h/t + h'/t') / 2 x (p' - p), which belongs to the catalogue. A resource that
 * changes h by dh and t by dt has of h'/t' - h/t the share ((dh - h/t dt) / t' + (dh - h'/t' dt) / t) / 2: these add up exactly, and going back they
 * are the same with the opposite sign. A unit that is in one of the catalogues only is put down to the catalogue as a whole.
 */
export function pointsContributions(unit: Unit): Contribution[] {
  const { key, catalogueCause, patterns } = unit;
  const causes = [...new Set([...patterns.flatMap((pattern) => pattern.causes), ...(catalogueCause ? [catalogueCause] : [])])].sort();
  const moments = Array.from({ length: 2 ** causes.length }, (_, set): Moment => {
    const { healthy, total } = countsAt(patterns, causes, set);
    const isAfter = catalogueCause !== null && (set & (1 << causes.indexOf(catalogueCause))) !== 0;
    const points = (isAfter ? unit.after : unit.before) ?? zero;
    return { points, total, ratio: total === 0 ? zero : fraction(healthy, total) };
  });
  const [first, last] = [moments[0] ?? nothing, moments.at(-1) ?? nothing];
  if (catalogueCause && (unit.before === null || unit.after === null)) {
    const amount = subtract(multiply(last.points, last.ratio), multiply(first.points, first.ratio));
    return [{ cause: catalogueCause, unit: key, subscription: null, group: null, resources: Math.max(first.total, last.total), amount }];
  }
  return causes.flatMap((cause, player) => {
    const coalitions = coalitionsWithout(player, causes.length);
    const contributions = patterns.flatMap((pattern) => {
      if (!pattern.causes.includes(cause)) return [];
      const each = sumOf(
        coalitions.flatMap(({ set, then, weight }) => {
          const [from, to] = [
            stateAt(pattern, ownSetOf(pattern.causes, causes, set)),
            stateAt(pattern, ownSetOf(pattern.causes, causes, then)),
          ];
          const [now, next] = [moments[set], moments[then]];
          if (from === to || !now || !next) return [];
          return [multiply(weight, multiply(half(add(now.points, next.points)), shareOf(from, to, now, next)))];
        }),
      );
      return pattern.members.map(({ subscription, group, count }): Contribution => {
        return { cause, unit: key, subscription, group, resources: count, amount: multiply(each, fraction(count)) };
      });
    });
    if (cause !== catalogueCause) return contributions;
    const amount = sumOf(
      coalitions.map(({ set, then, weight }) => {
        const [now, next] = [moments[set] ?? nothing, moments[then] ?? nothing];
        return multiply(weight, multiply(half(add(now.ratio, next.ratio)), subtract(next.points, now.points)));
      }),
    );
    return [...contributions, { cause, unit: key, subscription: null, group: null, resources: 0, amount }];
  });
}

/** The unit when some of the causes have taken effect. */
interface Moment {
  readonly points: Rational;
  readonly total: number;
  readonly ratio: Rational;
}

const nothing: Moment = { points: zero, total: 0, ratio: zero };

function stateAt(pattern: Pattern, set: number): State {
  return pattern.states[set] ?? 'out';
}

function shareOf(from: State, to: State, now: Moment, next: Moment): Rational {
  const healthy = fraction(Number(to === 'healthy') - Number(from === 'healthy'));
  const counted = fraction(Number(to !== 'out') - Number(from !== 'out'));
  const forward = (ratio: Rational, total: number) => multiply(subtract(healthy, multiply(ratio, counted)), fraction(1, total));
  // Where there was nothing before, or is nothing after, only one of the two readings exists; it is exact by itself.
  if (now.total === 0) return forward(zero, next.total);
  if (next.total === 0) return forward(zero, now.total);
  return half(add(forward(now.ratio, next.total), forward(next.ratio, now.total)));
}

function half(value: Rational): Rational {
  return multiply(value, fraction(1, 2));
}
