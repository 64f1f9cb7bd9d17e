import { nearestDouble, zero } from '@plumbline/score';
import { cellOf } from './csv.ts';
import type { PlanFormat } from './plan-format.ts';

const titles = [
  'step',
  'action',
  'name',
  'recommendation',
  'resource',
  'subscription',
  'subscriptionName',
  'hours',
  'stepHours',
  'stepPoints',
  'reached',
  'command',
];

/** A line for every fix, in the order of the steps; points are those of the first scope. RFC 4180, as the other tables. */
export const planCsv: PlanFormat = function* ({ outcome }) {
  yield `${titles.join(',')}\r\n`;
  if (outcome.kind === 'outOfReach') return;
  for (const step of outcome.steps) {
    const nameById = new Map(step.subscriptions.map(({ id, displayName }) => [id, displayName]));
    const numbers = [step.cost, step.gained[0] ?? zero, step.reached[0] ?? zero].map(nearestDouble);
    for (const { id, subscription, fixes } of step.resources) {
      for (const { recommendation, cost, command } of fixes) {
        const own = [step.number, step.action, recommendation.name, recommendation.key, id, subscription, nameById.get(subscription)];
        yield `${[...own, cost, ...numbers, command].map(cellOf).join(',')}\r\n`;
      }
    }
  }
};
