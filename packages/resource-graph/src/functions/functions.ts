import { arrayFunctions } from './arrays.ts';
import { bagFunctions } from './bags.ts';
import { bitFunctions } from './bits.ts';
import { choiceFunctions } from './choice.ts';
import { claimFunctions } from './claims.ts';
import { conversionFunctions } from './conversions.ts';
import { datePartFunctions } from './date-parts.ts';
import { dateFunctions } from './dates.ts';
import { encodingFunctions } from './encodings.ts';
import { formatFunctions } from './formats.ts';
import type { ScalarFunction } from './function.ts';
import { hashFunctions } from './hashes.ts';
import { networkFunctions } from './networks.ts';
import { numberFunctions } from './numbers.ts';
import { patternFunctions } from './patterns.ts';
import { roundingFunctions } from './rounding.ts';
import { setFunctions } from './sets.ts';
import { textFunctions } from './texts.ts';
import { urlFunctions } from './urls.ts';

export const allFunctions: readonly ScalarFunction[] = [
  ...arrayFunctions,
  ...bagFunctions,
  ...bitFunctions,
  ...choiceFunctions,
  ...conversionFunctions,
  ...datePartFunctions,
  ...dateFunctions,
  ...encodingFunctions,
  ...formatFunctions,
  ...hashFunctions,
  ...networkFunctions,
  ...numberFunctions,
  ...patternFunctions,
  ...roundingFunctions,
  ...setFunctions,
  ...claimFunctions,
  ...textFunctions,
  ...urlFunctions,
];

const byName: ReadonlyMap<string, ScalarFunction> = new Map(
  allFunctions.flatMap((each) => [each.name, ...(each.aliases ?? [])].map((name) => [name, each] as const)),
);

export const functionByName = (name: string): ScalarFunction | undefined => byName.get(name);
