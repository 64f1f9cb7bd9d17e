import { describe, expect, test } from 'vitest';
import { formatInstant } from './date-format.ts';
import { parseInstant } from './instant.ts';

const written = (text: string, format: string): string | undefined => {
  const instant = parseInstant(text.padStart(80));
  return instant && formatInstant(instant, format);
};

/** As .NET writes them in the invariant culture: in UTC, east and west of it, and without a zone. */
const morning = '2024-03-05T09:07:03.0450000Z';
const evening = '2023-11-15T21:30:00.1234567+05:30';
const west = '2024-01-01T00:00:00-03:00';
const local = '0099-12-31 12:00:00';

const rows: readonly (readonly [date: string, format: string, wanted: string | undefined])[] = [
  [morning, 'd', '03/05/2024'],
  [morning, 'D', 'Tuesday, 05 March 2024'],
  [morning, 'f', 'Tuesday, 05 March 2024 09:07'],
  [morning, 'F', 'Tuesday, 05 March 2024 09:07:03'],
  [morning, 'g', '03/05/2024 09:07'],
  [morning, 'G', '03/05/2024 09:07:03'],
  [morning, 'm', 'March 05'],
  [morning, 'M', 'March 05'],
  [morning, 'o', '2024-03-05T09:07:03.0450000Z'],
  [evening, 'O', '2023-11-15T21:30:00.1234567+05:30'],
  [local, 'O', '0099-12-31T12:00:00.0000000'],
  [morning, 'r', 'Tue, 05 Mar 2024 09:07:03 GMT'],
  [evening, 'R', 'Wed, 15 Nov 2023 16:00:00 GMT'],
  [evening, 's', '2023-11-15T21:30:00'],
  [evening, 't', '21:30'],
  [evening, 'T', '21:30:00'],
  [evening, 'u', '2023-11-15 16:00:00Z'],
  [evening, 'U', 'Wednesday, 15 November 2023 16:00:00'],
  [west, 'D', 'Monday, 01 January 2024'],
  [west, 'U', 'Monday, 01 January 2024 03:00:00'],
  [morning, 'y', '2024 March'],
  [morning, 'Y', '2024 March'],
  [morning, 'q', undefined],
  [morning, 'x', undefined],
  [morning, '%d %M %y', '5 3 24'],
  [morning, '%d', '5'],
  [local, 'y yy yyy yyyy yyyyy', '99 99 099 0099 00099'],
  ['2005-01-01', '%y yy', '5 05'],
  [morning, 'M MM MMM MMMM MMMMM', '3 03 Mar March March'],
  [morning, 'd dd ddd dddd ddddd', '5 05 Tue Tuesday Tuesday'],
  [morning, 'H HH HHH', '9 09 09'],
  [evening, 'H h hh', '21 9 09'],
  [local, 'h', undefined],
  [local, '%h tt', '12 PM'],
  [west, 'hh t', '12 A'],
  [evening, '%t', 'P'],
  ['2024-01-01T11:59:00', 'tt', 'AM'],
  [morning, '%m mm mmm', '7 07 07'],
  [morning, '%s ss sss', '3 03 03'],
  [morning, '%f ff fff ffff fffffff', '0 04 045 0450 0450000'],
  [morning, 'ffffffff', undefined],
  [morning, 's.F s.FF s.FFF s.FFFFFFF', '3 3.04 3.045 3.045'],
  [evening, 'FFFFFFF', '1234567'],
  [evening, 'FFFFFFFF', undefined],
  ['2024-01-01T00:00:00.1000200', '.FFFFFFF|.FFFF', '.10002|.1'],
  [morning, 'FF|', '04|'],
  [west, 'FFF|', '|'],
  [evening, '%z zz zzz zzzz', '+5 +05 +05:30 +05:30'],
  [west, '%z zz zzz', '-3 -03 -03:00'],
  [morning, '%z zz zzz', '+0 +00 +00:00'],
  [morning, '%K', 'Z'],
  [evening, '%K', '+05:30'],
  [west, '%K', '-03:00'],
  [local, '[K]', '[]'],
  ['2024-01-01T00:00:00+00:00', '%K', '+00:00'],
  [morning, '%g', 'A.D.'],
  [morning, 'gg yy', 'A.D. 24'],
  [morning, "'day' dd", 'day 05'],
  [morning, '"day" dd', 'day 05'],
  [morning, "''dd", '05'],
  [morning, '\\d\\\\dd', 'd\\05'],
  [morning, "dd'", undefined],
  [morning, 'dd"', undefined],
  [morning, 'dd\\', undefined],
  [morning, 'é dd/MM', 'é 05/03'],
];

describe('a date in a format of .NET', () => {
  test.each(rows)('%s in %j', (text, format, wanted) => {
    expect(written(text, format)).toBe(wanted);
  });
});
