import { numberAt, type Reader } from '../database.ts';
import { type KeptMoment, momentsOf } from './moments.ts';

/**
 * At most so many moments, evenly over time, with the first and the last. The steps are whole multiples of a round length, so that the same
 * moments are chosen again when later ones have come: what was worked out for them is still at hand. They are chosen where they are stored:
 * of a year there are millions.
 */
export async function momentsEvenly(
  reader: Reader,
  { from, to }: { readonly from: number; readonly to: number },
  most: number,
): Promise<readonly KeptMoment[]> {
  const [span] = await reader.query(
    `SELECT count(*) AS count, min(sequence) AS first, max(sequence) AS last, min(at) AS first_at, max(at) AS last_at
     FROM moment WHERE at >= $1 AND at <= $2`,
    [from, to],
  );
  if (span === undefined || numberAt(span, 'count') === 0) return [];
  const [first, last] = [numberAt(span, 'first'), numberAt(span, 'last')];
  if (most <= 1) return momentsOf(reader, [last]);
  if (most === 2) return momentsOf(reader, [first, last]);
  const isFew = numberAt(span, 'count') <= most;
  const stepMs = isFew ? 1 : roundStep((numberAt(span, 'last_at') - numberAt(span, 'first_at')) / (most - 2));
  // The last moment of each step. Of an instant with more moments than fit, only the last one is told.
  const steps = isFew
    ? await reader.query('SELECT sequence FROM moment WHERE at >= $1 AND at <= $2 ORDER BY sequence', [from, to])
    : await reader.query(
        'SELECT max(sequence) AS sequence FROM moment WHERE at >= $1 AND at <= $2 GROUP BY at / CAST($3 AS bigint) ORDER BY 1',
        [from, to, stepMs],
      );
  const chosen = steps.map((row) => numberAt(row, 'sequence'));
  return momentsOf(reader, isFew ? chosen : [...new Set([first, ...chosen.slice(-(most - 1)), last])].slice(-most));
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const roundSteps = [1, 2, 5].flatMap((times) => [1, 10, 100, 1_000, 10_000].map((ms) => times * ms)).filter((ms) => ms < minuteMs);
const longSteps = [1, 2, 5, 10, 15, 30].map((minutes) => minutes * minuteMs).concat([1, 2, 3, 6, 12].map((hours) => hours * hourMs));

function roundStep(leastMs: number): number {
  const found = [...roundSteps.sort((a, b) => a - b), ...longSteps].find((ms) => ms >= leastMs);
  const dayMs = 24 * hourMs;
  return found ?? Math.ceil(leastMs / dayMs) * dayMs;
}
