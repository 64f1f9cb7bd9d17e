const pattern = /^(-)?P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,7})?)S)?)?$/;

/** Of years, months, weeks, days, hours, minutes and seconds: .NET reads a year as 365 days and a month as 30. */
const weights = [365 * 86_400, 30 * 86_400, 7 * 86_400, 86_400, 3600, 60, 1];

/** An ISO 8601 duration such as `P1DT2H` or `-PT30M`, in seconds; undefined when it is none. */
export function secondsOfDuration(text: string): number | undefined {
  const found = pattern.exec(text.trim());
  if (found === null) return undefined;
  const [, sign, ...counts] = found;
  const seconds = weights.reduce((sum, weight, at) => sum + weight * Number(counts[at] ?? 0), 0);
  return sign === undefined ? seconds : -seconds;
}
