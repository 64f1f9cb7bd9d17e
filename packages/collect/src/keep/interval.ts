const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The shortest that makes sense: a round of a small tenant takes about as long. */
const leastMs = 1000;
const mostMs = 7 * 86_400_000;

/** @param text `every:15m`, with s, m, h or d. @returns milliseconds; undefined when it is something else, or out of range. */
export function intervalIn(text: string): number | undefined {
  const [, count = '', unit = ''] = /^every:(\d{1,6})([smhd])$/.exec(text.trim().toLowerCase()) ?? [];
  const ms = Number(count) * (unitMs[unit] ?? 0);
  return ms >= leastMs && ms <= mostMs ? ms : undefined;
}
