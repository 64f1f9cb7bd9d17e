import type { Model } from '@plumbline/assess';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { scopesOf } from './scope-option.ts';

/** What every command that reads an estate can be told about reading and scoring it. */
export interface EstateOptions {
  readonly scope: readonly string[];
  readonly model: Model;
  readonly edition?: '2019-01' | '2019-11';
  readonly aggregate: 'weighted' | 'pooled';
  readonly rounding: 'exact' | 'api';
  readonly prefer: 'computed' | 'imported';
  /** ISO 8601 UTC. */
  readonly at?: string;
  readonly collected: readonly string[];
  readonly hierarchy?: string;
  readonly catalogue?: string;
  readonly policies?: readonly string[];
  readonly initiative?: readonly string[];
  readonly shipped: boolean;
  readonly quiet?: true;
}

export function addEstateOptions(command: Command): Command {
  return command
    .optionsGroup('What is scored:')
    .addOption(
      new Option(
        '--scope <scope>',
        'Only this subscription, management group, resource group or resource: an id, a subscription GUID or the name of a management group; again for more',
      ).argParser(scopesOf),
    )
    .addOption(listOption('--collected <type>', 'This resource type was exported, and there are really none; again for more'))
    .option('--hierarchy <file>', 'Management groups and the subscriptions in them')
    .option('--at <time>', 'The moment to score for, such as 2026-11-24T08:00Z: expiry dates are held against it (default: now)', timeOf)
    .optionsGroup('How it is scored:')
    .addOption(
      new Option('--model <model>', 'Points for every recommendation, or for controls as in the portal today')
        .choices(['classic', 'controls'])
        .default('classic'),
    )
    .addOption(new Option('--edition <edition>', 'Which published points count (default: 2019-11)').choices(['2019-01', '2019-11']))
    .addOption(
      new Option('--aggregate <rule>', 'Controls model: how subscriptions become one score')
        .choices(['weighted', 'pooled'])
        .default('weighted'),
    )
    .addOption(
      new Option('--rounding <rule>', "Controls model: exact, or to two decimals as Azure's API does")
        .choices(['exact', 'api'])
        .default('exact'),
    )
    .addOption(
      new Option('--prefer <verdict>', 'Which verdict counts where an assessment in the input says otherwise')
        .choices(['computed', 'imported'])
        .default('computed'),
    )
    .option('--catalogue <file>', 'Your own recommendations, points, severities and controls (JSON or YAML)')
    .addOption(listOption('--policies <path>', 'Azure Policy definitions to judge and score too: a file or folder; again for more'))
    .addOption(listOption('--initiative <file>', 'An Azure Policy initiative to judge and score too; again for more'))
    .option('--aliases <file>', 'A catalogue of aliases of your own for these policies, besides the shipped one')
    .option('--no-shipped', 'Judge none of the shipped recommendations, only policies and those of the catalogue file');
}

export function listOption(flags: string, description: string): Option {
  // No default: commander would print it, and an empty list says nothing.
  return new Option(flags, description).argParser((value: string, before: readonly string[] | undefined) => [...(before ?? []), value]);
}

/** @returns ISO 8601 in UTC; a time without a zone is UTC. */
export function timeOf(text: string): string {
  const match = /^(?<day>\d{4}-\d\d-\d\d)(?:[T ](?<clock>\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(?<zone>Z|[+-]\d\d:?\d\d)?)?$/i.exec(text);
  const { day, clock, zone } = match?.groups ?? {};
  const time = new Date(`${day}T${clock ?? '00:00'}${zone ?? 'Z'}`);
  // 2026-02-30 would otherwise become the second of March.
  const isReal = day !== undefined && !Number.isNaN(time.getTime()) && new Date(`${day}T00:00Z`).toISOString().startsWith(day);
  if (!isReal) throw new InvalidArgumentError('Expected a time in ISO 8601, such as 2026-11-24 or 2026-11-24T08:00:00Z.');
  return time.toISOString();
}
