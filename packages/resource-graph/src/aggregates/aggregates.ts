import type { Aggregate } from './aggregate.ts';
import { argumentAggregates } from './arguments.ts';
import { collectingAggregates } from './collecting.ts';
import { countingAggregates } from './counting.ts';
import { distributionAggregates } from './distribution.ts';
import { extremeAggregates } from './extremes.ts';
import { summingAggregates } from './summing.ts';

export const allAggregates: readonly Aggregate[] = [
  ...argumentAggregates,
  ...collectingAggregates,
  ...countingAggregates,
  ...distributionAggregates,
  ...extremeAggregates,
  ...summingAggregates,
];

const byName: ReadonlyMap<string, Aggregate> = new Map(
  allAggregates.flatMap((each) => [each.name, ...(each.aliases ?? [])].map((name) => [name, each] as const)),
);

export const aggregateByName = (name: string): Aggregate | undefined => byName.get(name);
