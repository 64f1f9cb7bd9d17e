// Judges the resources of one subscription one by one, each as its class and what it looks up say, for those who keep every verdict.
import type { Entry, OfferedLine } from '@plumbline/inventory';
import { type Estate, estateBuilder, type KeptEstate } from '../estate-index.ts';
import { type JudgeOptions, settlerOf } from '../judge.ts';
import type { JudgePlan } from '../judge-plan.ts';
import { stateBuilder } from '../resource-state.ts';
import type { IndexedVerdicts } from '../verdict-vectors.ts';
import { type AlikeKnowledge, alikeReader } from './alike-reader.ts';
import type { AlikeResource } from './alike-resource.ts';
import { Walker } from './walk.ts';

export interface SubscriptionJudge {
  /** @returns what stands for the resource; undefined where it has to be read in full and added. */
  offer(line: OfferedLine): AlikeResource | undefined;
  /** Something that relations may look at. */
  add(entry: Entry): void;
  /**
   * Called once everything is there.
   *
   * @param around the estate that is asked, made of what was offered and added: whoever wants to know what is looked up watches both.
   * @returns the verdicts of a resource, by index of the plan in rising order: of those that are alike the very same list
   */
  finish(around: (own: KeptEstate) => { readonly own: KeptEstate; readonly estate: Estate }): SettledSubscription;
}

export interface SettledSubscription {
  readonly estate: Estate;
  /** @param onAsked called before the resource is judged in full: what was asked until then is asked again */
  verdictsOf(resource: AlikeResource, onAsked: () => void): IndexedVerdicts;
}

export function subscriptionJudge(
  known: AlikeKnowledge,
  { plan, subscription, options }: { readonly plan: JudgePlan; readonly subscription: string; readonly options: JudgeOptions },
): SubscriptionJudge {
  const { vectors, joined } = known;
  const stateOf = stateBuilder(plan, vectors, options);
  const reader = alikeReader(known, { subscriptions: new Set([subscription]), plan, stateOf });
  const builder = estateBuilder(plan, reader.places);
  return {
    offer(line) {
      const resource = reader.read(line);
      if (resource !== undefined && plan.keptPathsByType.has(resource.type)) builder.keep(resource);
      return resource;
    },
    add: (entry) => void builder.add(entry),
    finish(around) {
      const { own, estate } = around(builder.build({ collected: [], managementGroupsOf: () => [] }));
      const walker = new Walker({ own, estate, budget: known.budget, onClock: () => options.onClock?.() });
      return {
        estate,
        verdictsOf(resource, onAsked) {
          if (resource.vector !== undefined) return resource.vector.verdicts;
          const found = walker.vectorOf(resource);
          if (found !== undefined) return joined(resource.alone, found).verdicts;
          onAsked();
          const { waiting } = resource.ofClass.reading;
          const related = walker.learn(resource, (asked, onClock) => {
            const settle = settlerOf(asked, { ...options, onClock });
            const subject = { resource: resource.resource ?? {}, subscription };
            return vectors.of(
              resource.begun.flatMap(([index, one]) =>
                waiting.has(index) ? [[index, 'kind' in one ? settle(one, subject) : one] as const] : [],
              ),
            );
          });
          return joined(resource.alone, related).verdicts;
        },
      };
    },
  };
}
