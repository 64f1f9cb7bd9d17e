import type { Catalogue } from '@plumbline/catalogue';
import type { Entry } from '@plumbline/inventory';
import { OperationError } from '../operation-error.ts';
import { tagsCollector } from '../tags.ts';
import { textFile } from '../text-file.ts';
import { costsBy, usualRules } from './cost-rules.ts';
import { costRulesOf } from './costs-file.ts';
import type { PlanKnowledge } from './make-plan.ts';
import type { PlanReport } from './plan-report.ts';
import { sharedActionsOf } from './shared-actions.ts';

export interface ObservedKnowledge extends PlanKnowledge {
  /** Has to be told everything that is read, where plans are made by group or costs hang on tags. */
  readonly observe: (entry: Entry) => void;
  readonly hangsOnTags: boolean;
  /** Places in the costs file that decided nothing in any plan so far: misspelt, or about what needs no fix. */
  readonly unused: (by: PlanReport['by']) => readonly string[];
}

/**
 * @param costs the file of `--costs`
 * @throws {OperationError} when it cannot be read or says something that cannot be.
 */
export async function planKnowledge(catalogue: Catalogue, costs: string | undefined, cwd: string): Promise<ObservedKnowledge> {
  const rules = costs === undefined ? usualRules : await rulesIn(costs, cwd, catalogue);
  const wanted = [
    ...rules.rules.flatMap(({ tag }) => tag?.name ?? []),
    ...rules.together.flatMap(({ on }) => (on.startsWith('tag:') ? [on.slice(4)] : [])),
  ];
  const tags = tagsCollector(wanted);
  const used = new Set<string>();
  const onUse = (place: string) => void used.add(place);
  const { tagsOf } = tags;
  const costOf = costsBy(rules, { items: catalogue.items, tagsOf, onUse });
  const actions = sharedActionsOf(catalogue.items, rules.together, { tagsOf, costOf, onUse });
  return {
    catalogue,
    actions,
    costOf,
    hangsOnTags: wanted.length > 0,
    observe(entry) {
      tags.observe(entry);
      actions.observe(entry);
    },
    unused: (by) =>
      [...rules.rules, ...(by === 'group' ? rules.together : [])].flatMap(({ place = '' }) => (used.has(place) ? [] : [place])),
  };
}

async function rulesIn(file: string, cwd: string, { items }: Catalogue) {
  const { rules, faults } = costRulesOf(await textFile(file, cwd, `The costs in ${file}`), file, items);
  if (faults.length > 0) {
    throw new OperationError('unreadable-file', `The costs in ${file} cannot be used.`, {
      hint: [...faults.slice(0, 20).map((fault) => `  ${fault}`), 'docs/planning.md describes the file.'].join('\n'),
    });
  }
  return rules;
}
