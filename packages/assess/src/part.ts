import type { Catalogue } from '@plumbline/catalogue';
import type { Entry, OfferedLine } from '@plumbline/inventory';
import type { Resource } from '@plumbline/policy';
import type { AlikeKnowledge } from './alike/alike-reader.ts';
import { subscriptionOf } from './arm-id.ts';
import { type Above, type Assessed, assessorOf } from './assess.ts';
import type { Assessment } from './assessment.ts';
import type { Estate } from './estate-index.ts';
import type { Exemption } from './exemptions.ts';
import { type WrittenHierarchy, writtenHierarchy } from './hierarchy.ts';
import type { AssessOptions } from './run.ts';
import type { TallyCounts } from './run-tally.ts';
import type { KeyedDisagreement, Settled } from './settle.ts';
import type { Watch } from './watch.ts';

/**
 * Relations hardly ever leave a subscription, so an estate is assessed in parts, each of some whole subscriptions. What a part wants
 * to know of another it asks for, and is assessed again with the answers; what stands above subscriptions all parts see.
 */
export interface PartOptions extends AssessOptions {
  readonly above: Above;
  /** Lower-case GUIDs. */
  readonly subscriptions: ReadonlySet<string>;
  /** What other parts have answered, by `questionText`. */
  readonly answers: ReadonlyMap<string, readonly Resource[]>;
  /** What is known of resources that are alike; absent where reasons or lists are asked for. */
  readonly alike?: AlikeKnowledge | undefined;
  /** Told of every resource; only together with `alike`. */
  readonly watch?: Watch | undefined;
}

/** A look-up that leads out of the part. */
export interface Question {
  readonly kind: 'id' | 'under';
  /** Lower-case id. */
  readonly key: string;
  /** Lower case; empty for ids. */
  readonly type: string;
}

export function questionText({ kind, key, type }: Question): string {
  return `${kind} ${key} ${type}`;
}

/** A part in numbers, as plain data. */
export interface PartCounts {
  readonly tally: TallyCounts;
  readonly rawTally: TallyCounts | undefined;
  readonly exemptions: readonly { readonly exemption: Exemption; readonly assessments: number }[];
  readonly disagreements: readonly KeyedDisagreement[];
  readonly unknownAssessments: Settled['unknownAssessments'];
  readonly duplicates: number;
  readonly filledScopes: readonly string[];
  /** Asked and not answered: the counts stand under reserve if anybody has the answer. */
  readonly questions: readonly Question[];
  /** What it says about its subscriptions' place. */
  readonly hierarchy: WrittenHierarchy;
  /** The result hangs on the moment of the run. */
  readonly looksAtClock: boolean;
  /** Something in it speaks of another part in a way that parts cannot settle between them. */
  readonly isEntangled: boolean;
}

export interface Part {
  add(entry: Entry): void;
  /** @returns whether the line was taken as it is; otherwise it is to be read and added. */
  offer(line: OfferedLine): boolean;
  finish(): { readonly counts: PartCounts; assessments(): Iterable<Assessment> };
  /** Called when nothing is asked any more, also of what `finish` gave. */
  end(): void;
  /** Answers questions of other parts. */
  answers(questions: readonly Question[]): readonly (readonly [string, readonly Resource[]])[];
}

export function partOf(options: PartOptions): Part {
  const { subscriptions, above } = options;
  const questions = new Map<string, Question>();
  const exemptionsAbove = new Set(above.exemptions);
  let looksAtClock = looksAtClockAlways(options.catalogue);
  const watching = {
    ...options,
    onClock: () => {
      looksAtClock = true;
    },
  };
  const assessor = assessorOf(
    watching,
    above,
    (own) => layered(own, options, (question) => questions.set(questionText(question), question)),
    options.alike && { known: options.alike, subscriptions, watch: options.watch },
  );
  let isEntangled = false;

  const check = (entry: Entry) => {
    if (entry.subscription === undefined || !subscriptions.has(entry.subscription)) isEntangled = true;
    if (entry.type === 'microsoft.authorization/policyexemptions') {
      const properties = entry.resource['properties'];
      if (typeof properties === 'object' && properties !== null && 'expiresOn' in properties) looksAtClock = true;
      const assignment = typeof properties === 'object' && properties !== null ? Reflect.get(properties, 'policyAssignmentId') : undefined;
      if (typeof assignment === 'string' && isElsewhere(assignment.toLowerCase(), subscriptions)) isEntangled = true;
    }
  };
  const ended = (): Assessed => {
    const assessed = assessor.finish();
    // An assessment of a resource elsewhere, or a subnet with an id from elsewhere, brings another subscription in.
    if (assessed.settled.tally.subscriptions().some(({ id }) => !subscriptions.has(id))) isEntangled = true;
    if (assessed.settled.tally.hasAboveSubscriptions()) isEntangled = true;
    return assessed;
  };
  return {
    offer: (line) => assessor.offer(line),
    end: () => assessor.end(),
    add(entry) {
      check(entry);
      assessor.add(entry);
    },
    finish() {
      const { settled, above: own } = ended();
      return {
        counts: {
          tally: settled.tally.counts(),
          rawTally: settled.rawTally?.counts(),
          exemptions: settled.exemptions.filter(({ exemption, assessments }) => assessments > 0 || !exemptionsAbove.has(exemption)),
          disagreements: settled.disagreements,
          unknownAssessments: settled.unknownAssessments,
          duplicates: settled.duplicates,
          filledScopes: settled.filledScopes,
          questions: [...questions.values()],
          hierarchy: writtenHierarchy(own.hierarchy),
          looksAtClock,
          isEntangled,
        },
        assessments: () => settled.assessments(),
      };
    },
    answers(asked) {
      const { estate } = ended().above;
      return asked.map((question) => [questionText(question), answerOf(estate, question)]);
    },
  };
}

const clockByCatalogue = new WeakMap<Catalogue, boolean>();

/** Rules may ask for the time anywhere, so one that has the function in it counts as asking. Policies from elsewhere are not looked into. */
export function looksAtClockAlways(catalogue: Catalogue): boolean {
  let looks = clockByCatalogue.get(catalogue);
  if (looks === undefined) {
    // What a policy would deploy is not judged.
    const judged = (key: string, value: unknown) => (key.toLowerCase() === 'deployment' ? undefined : value);
    looks =
      catalogue.asksForTime === true ||
      catalogue.items.some(
        ({ recommendation }) =>
          recommendation.kind === 'policy' && /utcnow/i.test(JSON.stringify([recommendation.rule, recommendation.parameters], judged)),
      );
    clockByCatalogue.set(catalogue, looks);
  }
  return looks;
}

function answerOf(estate: Estate, { kind, key, type }: Question): readonly Resource[] {
  if (kind === 'under') return estate.under(key, type);
  const found = estate.byKey(key);
  return found === undefined ? [] : [found];
}

function isElsewhere(key: string, subscriptions: ReadonlySet<string>): boolean {
  const subscription = subscriptionOf(key);
  return subscription !== undefined && !subscriptions.has(subscription);
}

const none: readonly Resource[] = [];

/** The estate of a part with what lies around it. @param ask told what only others can answer */
export function layered(
  own: Estate,
  options: Pick<PartOptions, 'above' | 'subscriptions' | 'answers'>,
  ask: (question: Question) => void,
): Estate {
  const { above, subscriptions, answers } = options;
  const elsewhere = (question: Question): readonly Resource[] => {
    const answer = answers.get(questionText(question));
    if (answer === undefined) ask(question);
    return answer ?? none;
  };
  return {
    byKey(key) {
      const subscription = subscriptionOf(key);
      if (subscription === undefined) return above.estate.byKey(key);
      return subscriptions.has(subscription) ? own.byKey(key) : elsewhere({ kind: 'id', key, type: '' })[0];
    },
    under(key, type) {
      const subscription = subscriptionOf(key);
      if (subscription === undefined) return above.estate.under(key, type);
      return subscriptions.has(subscription) ? own.under(key, type) : elsewhere({ kind: 'under', key, type });
    },
    inSubscription: (subscription, type) => (subscription === '' ? above.estate : own).inSubscription(subscription, type),
    inResourceGroup: (subscription, group, type) => own.inResourceGroup(subscription, group, type),
    isCollected: (subscription, type) => (subscription === '' ? above.estate : own).isCollected(subscription, type),
    managementGroupsOf: own.managementGroupsOf,
  };
}
