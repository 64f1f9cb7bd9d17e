import { importedReader, planWithPlaces, scoringTableOf } from '@plumbline/assess';
import type { Reader, Transaction } from './database.ts';
import { numberAt, textAt } from './database.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { policyEstateIn } from './policy-estate.ts';
import { type Ordinals, readsClockIn, type Setup } from './setup.ts';
import type { OpenOptions } from './store.ts';
import { tables } from './tables.ts';
import { tallierOf } from './tallied.ts';

/** The catalogue that holds for an estate, with its fingerprint. */
export type Chosen = Pick<Setup, 'catalogue' | 'fingerprint' | 'summary'>;

export function chosenFor(options: OpenOptions, estate: Awaited<ReturnType<typeof policyEstateIn>>): Chosen {
  if (typeof options.catalogue !== 'function') {
    return { catalogue: options.catalogue, fingerprint: fingerprintOf(options.catalogue, options) };
  }
  const { catalogue, policies, summary } = options.catalogue(estate);
  return {
    ...(summary === undefined ? {} : { summary }),
    catalogue,
    fingerprint: fingerprintOf(catalogue, { ...options, policies: `${policies} ${estate.digest}` }),
  };
}

export function setupFor({ catalogue, ...chosen }: Chosen, given: Pick<Setup, 'options' | 'shapes' | 'ordinals'>): Setup {
  const plan = planWithPlaces(catalogue);
  return {
    ...given,
    ...chosen,
    catalogue,
    plan,
    tallier: tallierOf(scoringTableOf(catalogue), given.ordinals, given.shapes),
    prefer: given.options.prefer ?? 'rule',
    readImported: importedReader(plan),
    readsClock: readsClockIn(plan),
  };
}

type Numbered = readonly { readonly ordinal: number; readonly key: string }[];

export async function numbersIn(reader: Reader): Promise<Numbered> {
  const rows = await reader.query('SELECT ordinal, key FROM recommendation ORDER BY ordinal');
  return rows.map((row) => ({ ordinal: numberAt(row, 'ordinal'), key: textAt(row, 'key') }));
}

export function isNumbered({ catalogue }: Pick<Chosen, 'catalogue'>, known: Numbered): boolean {
  const keys = new Set(known.map(({ key }) => key));
  return catalogue.items.every(({ recommendation }) => keys.has(recommendation.key));
}

/** Recommendations keep their numbers for ever; those of a new catalogue get the next ones. */
export async function numberIn(transaction: Transaction, { catalogue }: Pick<Chosen, 'catalogue'>): Promise<Numbered> {
  await transaction.lock(['recommendation'], 'exclusive');
  const before = await numbersIn(transaction);
  const known = new Set(before.map(({ key }) => key));
  let next = (before.at(-1)?.ordinal ?? -1) + 1;
  const added = catalogue.items.flatMap(({ recommendation: { key } }) => (known.has(key) ? [] : [[next++, key] as const]));
  await transaction.insert('recommendation', tables.recommendation, added);
  return numbersIn(transaction);
}

export function ordinalsFrom({ catalogue }: Pick<Chosen, 'catalogue'>, known: Numbered): Ordinals {
  const keys = catalogue.items.map(({ recommendation }) => recommendation.key);
  const keyByOrdinal = new Map(known.map(({ ordinal, key }) => [ordinal, key]));
  const ordinalByKey = new Map(known.map(({ ordinal, key }) => [key, ordinal]));
  const indexByKey = new Map(keys.map((key, index) => [key, index]));
  const ofIndex = keys.map((key) => ordinalByKey.get(key) ?? 0);
  return {
    ofIndex: (index) => ofIndex[index] ?? 0,
    indexOf: (ordinal) => indexByKey.get(keyByOrdinal.get(ordinal) ?? ''),
    keyOf: (ordinal) => keyByOrdinal.get(ordinal) ?? '',
  };
}
