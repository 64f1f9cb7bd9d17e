import type { AliasCatalogue } from '../aliases/catalogue.ts';
import type { EvaluationContext } from '../evaluation.ts';
import { indexReader, type KeyReader, keyReader } from '../fields/key.ts';
import type { FieldNames } from '../fields/name.ts';
import { everyElement, type Segment, segmentsOf, textOfPath } from '../fields/path.ts';
import type { Resource } from '../resource.ts';
import { Frame, type Reader } from './frame.ts';
import { guessPath, otherPathOf } from './guess.ts';
import { Level } from './level.ts';

/**
 * What rules are compiled for: one resource type and API version. All rules of a set share its paths, so that each is read once
 * a resource however many rules ask for it; a path is read from the slot of its parent.
 */
export class Target {
  /** Lower case; undefined for resources without a type. */
  readonly type: string | undefined;
  readonly apiVersion: string | undefined;
  readonly names: FieldNames;
  private readonly aliases: AliasCatalogue;
  private readonly readerByPath = new Map<string, Reader>();
  private readonly levelByPath = new Map<string, Level>();
  private slotCount = 0;
  private openedCount = 0;
  private readonly frame: Frame;

  constructor(
    type: string | undefined,
    apiVersion: string | undefined,
    options: { readonly aliases: AliasCatalogue; readonly names: FieldNames },
  ) {
    this.type = type;
    this.apiVersion = apiVersion;
    this.aliases = options.aliases;
    this.names = options.names;
    this.frame = new Frame({}, { now: '' });
  }

  /** The frame that is used again for every resource of the target. */
  open(resource: Resource, context: EvaluationContext): Frame {
    this.frame.open(resource, context);
    return this.frame;
  }

  /** A frame of its own, for what outlives the next resource. */
  openAnother(resource: Resource, context: EvaluationContext, owner?: Frame): Frame {
    const frame = new Frame(resource, context, owner);
    frame.open(resource, context);
    return frame;
  }

  /** The path that an alias stands for here; undefined when it belongs to other types only. */
  pathOf(alias: string): readonly Segment[] | undefined {
    const entries = this.aliases.find(alias);
    if (entries.length === 0) return guessPath(alias, this.type, this.aliases);
    const entry = this.type === undefined ? entries[0] : entries.find((candidate) => candidate.type === this.type);
    if (!entry) return this.type === undefined ? undefined : guessPath(alias, this.type, this.aliases);
    const version = this.apiVersion === undefined ? undefined : entry.versions?.get(this.apiVersion);
    return segmentsOf(version ?? entry.path);
  }

  /** A second place to look for an alias in. */
  otherPathOf(alias: string): readonly Segment[] | undefined {
    return this.type === undefined ? undefined : otherPathOf(alias, this.type);
  }

  /** Reads a path without `[*]` from the root, by a slot of its own: to be asked for before a frame is opened, never while one is. */
  reader(segments: readonly Segment[]): Reader {
    const last = segments.at(-1);
    if (last === undefined || last === everyElement) return (frame) => frame.resource;
    const key = textOfPath(segments).toLowerCase();
    const known = this.readerByPath.get(key);
    if (known) return known;
    const above = segments.slice(0, -1);
    const reader = typeof last === 'string' ? this.keyReader(above, last) : this.slotReader(this.reader(above), indexReader(last));
    const shown = key === 'tags' && this.names === 'aliases' ? this.tagsReader(reader) : reader;
    this.readerByPath.set(key, shown);
    return shown;
  }

  /** The tags of an Azure resource; those under `properties` where the root has none (readings.tagsUnderProperties). */
  private tagsReader(atRoot: Reader): Reader {
    const underProperties = this.reader(['properties', 'tags']);
    return (frame) => atRoot(frame) ?? underProperties(frame);
  }

  private keyReader(above: readonly Segment[], key: string): Reader {
    const level = this.levelOf(above);
    const slot = level.ask(key, () => this.newSlot());
    return Object.assign((frame: Frame) => level.valueAt(slot, frame), { place: { level, slot } });
  }

  private levelOf(segments: readonly Segment[]): Level {
    const key = textOfPath(segments).toLowerCase();
    const known = this.levelByPath.get(key);
    if (known) return known;
    const parent = this.reader(segments);
    const level = new Level(this.newOpened(), parent);
    this.levelByPath.set(key, level);
    return level;
  }

  private newOpened(): number {
    this.openedCount += 1;
    return this.openedCount - 1;
  }

  private newSlot(): number {
    this.slotCount += 1;
    return this.slotCount - 1;
  }

  private slotReader(parent: Reader, step: KeyReader): Reader {
    const slot = this.newSlot();
    const index = this.newOpened();
    return (frame) => {
      if (frame.opened[index] !== frame.epoch) {
        frame.opened[index] = frame.epoch;
        frame.slots[slot] = step(parent(frame));
      }
      return frame.slots[slot];
    };
  }
}

export function stepReader(segment: string | number): KeyReader {
  return typeof segment === 'number' ? indexReader(segment) : keyReader(segment);
}

/** Reads a rest of a path, without `[*]`, from a value. */
export function chainReader(segments: readonly Segment[]): KeyReader {
  const steps = segments.flatMap((segment) => (segment === everyElement ? [] : [stepReader(segment)]));
  const [first, second] = steps;
  if (!first) return (value) => value;
  if (!second) return first;
  if (steps.length === 2) return (value) => second(first(value));
  return (value) => {
    let at = value;
    for (const step of steps) at = step(at);
    return at;
  };
}
