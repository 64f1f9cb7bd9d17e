import type { EvaluationContext } from '../evaluation.ts';
import { keyReader } from '../fields/key.ts';
import type { JsonValue } from '../json.ts';
import type { Resource } from '../resource.ts';
import type { Level } from './level.ts';

const idReader = keyReader('id');

export function lowerIdOf(resource: Resource): string {
  const id = idReader(resource);
  return typeof id === 'string' ? id.toLowerCase() : '';
}

/** A value of a resource as compiled code sees it: undefined when missing. */
export type Value = JsonValue | undefined;

/** One resource while it is judged: what was read of it, and where the counts are. */
export class Frame {
  resource: Resource;
  context: EvaluationContext;
  /** Rises with every resource: what was noted with another number is of an earlier one. */
  epoch = 0;
  /** What each shared path of the target holds, where it has been read. */
  readonly slots: Value[] = [];
  /** When each level of the target, and each of its slots that is read by itself, was read. */
  readonly opened: number[] = [];
  /** The element that each level of the counts around is at. */
  readonly elements: Value[] = [];
  /** The resource of the `if`, while a related one is judged. */
  readonly owner: Frame | undefined;
  /** Why a condition could not be judged; the first reason stays. */
  failure: string | undefined = undefined;
  private id: string | undefined = undefined;

  constructor(resource: Resource, context: EvaluationContext, owner?: Frame) {
    this.resource = resource;
    this.context = context;
    this.owner = owner;
  }

  /** The id of the resource in lower case, empty when it has none: every look-up of related resources starts from it. */
  lowerId(): string {
    this.id ??= lowerIdOf(this.resource);
    return this.id;
  }

  /** Why the condition that was judged last is undecided. */
  get reason(): string {
    return this.failure ?? 'a condition could not be judged';
  }

  /** Starts over with another resource. */
  open(resource: Resource, context: EvaluationContext): void {
    this.resource = resource;
    this.context = context;
    this.failure = undefined;
    this.id = undefined;
    this.epoch += 1;
  }
}

/** Where a reader does nothing but look into a slot, `place` says which, so that whoever reads all the time need not call it. */
export type Reader = ((frame: Frame) => Value) & { readonly place?: Place };

export interface Place {
  readonly level: Level;
  readonly slot: number;
}

/** True, false, or undefined when a function failed and the answer hangs on it. */
export type Judge = (frame: Frame) => boolean | undefined;

/** A condition compiled for one resource type: known already, or to be judged. */
export type Code = boolean | Judge;

export const judgeOf = (code: Code): Judge => (typeof code === 'boolean' ? () => code : code);
