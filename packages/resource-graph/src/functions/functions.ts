import { bitFunctions } from './bits.ts';
import { choiceFunctions } from './choice.ts';
import { conversionFunctions } from './conversions.ts';
import { datePartFunctions } from './date-parts.ts';
import { dateFunctions } from './dates.ts';
import type { ScalarFunction } from './function.ts';
import { numberFunctions } from './numbers.ts';
import { patternFunctions } from './patterns.ts';
import { roundingFunctions } from './rounding.ts';
import { testFunctions } from './tests.ts';
import { textFunctions } from './texts.ts';

export const allFunctions: readonly ScalarFunction[] = [
  ...bitFunctions,
  ...choiceFunctions,
  ...conversionFunctions,
  ...datePartFunctions,
  ...dateFunctions,
  ...numberFunctions,
  ...patternFunctions,
  ...roundingFunctions,
  ...testFunctions,
  ...textFunctions,
];

const byName: ReadonlyMap<string, ScalarFunction> = new Map(
  allFunctions.flatMap((each) => [each.name, ...(each.aliases ?? [])].map((name) => [name, each] as const)),
);

export const functionByName = (name: string): ScalarFunction | undefined => byName.get(name);
