import { readFullName } from '../fields/full-name.ts';
import { type FieldName, readFieldName } from '../fields/name.ts';
import { everyElement, type Segment, sameSegment, segmentsOf, textOfPath } from '../fields/path.ts';
import { readTags } from '../fields/tags.ts';
import type { Reader } from './frame.ts';
import { chainReader, type Target } from './target.ts';

/** A start, and the rest of the path from there, which may have `[*]`. */
export interface Selected {
  readonly start: Reader;
  readonly rest: readonly Segment[];
  /** True when the whole path has `[*]`, so that `field()` gives a list. */
  readonly plural: boolean;
}

/** What a field selects. */
export interface Selection extends Selected {
  /** True when the start is the element of a count around. */
  readonly bound: boolean;
  /** The level of the first element of that count; -1 when nothing is bound. */
  readonly base: number;
  /** Equal for selections that start from the same value; undefined where that cannot be told. */
  readonly slot?: string;
  /** The field is `location`, which compares without spaces. */
  readonly location: boolean;
}

/** A count around a condition, as fields and `current()` see it. */
export type Binding =
  | { readonly kind: 'field'; readonly segments: readonly Segment[]; readonly level: number; readonly levels: number }
  | { readonly kind: 'value'; readonly name: string; readonly level: number };

/** Slots that are known without a resource. */
export const typeSlot = 'type';
export const nothingSlot = 'nothing()';

const alone = { rest: [], bound: false, base: -1, plural: false, location: false } as const;

/**
 * Resolves a field's name for one target within the counts around it.
 * @param shared read by the target's slots; false for names that are known only while a resource is judged.
 */
export function selectField(name: string, target: Target, bindings: readonly Binding[], shared: boolean): Selection {
  const field = readFieldName(name, target.names);
  const readerOf = (path: readonly Segment[]): Reader => (shared ? target.reader(path) : readerFromRoot(path, target));
  if (field.kind === 'fullName') return { ...alone, start: (frame) => readFullName(frame.resource), slot: 'fullName()' };
  if (field.kind === 'apiVersion') {
    const read = readerOf(['apiVersion']);
    return { ...alone, start: (frame) => read(frame) ?? frame.context.apiVersion, slot: 'apiVersion()' };
  }
  const segments = segmentsOfField(field, target);
  const location = field.kind === 'location';
  if (segments === undefined) {
    const isPlural = field.kind === 'alias' && segmentsOf(field.alias).includes(everyElement);
    const nothing = { ...alone, start: () => undefined };
    return isPlural ? { ...nothing, rest: [everyElement], plural: true } : { ...nothing, slot: nothingSlot };
  }
  const plural = segments.includes(everyElement);
  const found = bind(segments, bindings);
  if (found) {
    const { level, base } = found;
    const start: Reader = (frame) => frame.elements[level];
    return { start, rest: segments.slice(found.length), bound: true, base, plural, location, slot: `@${level}` };
  }
  if (plural) {
    const star = segments.indexOf(everyElement);
    const above = segments.slice(0, star);
    return { ...alone, start: readerOf(above), rest: segments.slice(star), plural, slot: textOfPath(above).toLowerCase() };
  }
  const read = readerOf(segments);
  const slot = textOfPath(segments).toLowerCase();
  const other = field.kind === 'alias' ? target.otherPathOf(field.alias) : undefined;
  if (!other) return { ...alone, start: read, slot, location };
  const readOther = readerOf(other);
  return { ...alone, start: (frame) => read(frame) ?? readOther(frame), slot: `${slot} ${textOfPath(other).toLowerCase()}` };
}

/** As the target reads it, without its slots. */
function readerFromRoot(path: readonly Segment[], target: Target): Reader {
  const [first, ...rest] = path;
  if (first === 'tags' && target.names === 'aliases') {
    const read = chainReader(rest);
    return (frame) => read(readTags(frame.resource));
  }
  const read = chainReader(path);
  return (frame) => read(frame.resource);
}

export function segmentsOfField(field: FieldName, target: Target): readonly Segment[] | undefined {
  if (field.kind === 'path') return field.segments;
  if (field.kind === 'alias') return target.pathOf(field.alias);
  return [field.kind];
}

interface Bound {
  readonly level: number;
  readonly base: number;
  readonly length: number;
}

/** The count that covers most of a path, the innermost of equal ones: the level of its element and how much it covers. */
function bind(path: readonly Segment[], bindings: readonly Binding[]): Bound | undefined {
  let best: Bound | undefined;
  for (const binding of bindings) {
    if (binding.kind === 'value') continue;
    let level = binding.level;
    let length = 0;
    for (const segment of binding.segments) {
      const found = path[length];
      if (segment === everyElement) {
        // A key below a counted array means that of its element (readings.keyOfCountedArray).
        if (found === everyElement) length += 1;
        else if (typeof found !== 'string') break;
        if (!best || length >= best.length) best = { level, base: binding.level, length };
        level += 1;
      } else if (sameSegment(segment, found)) length += 1;
      else break;
    }
  }
  return best;
}

/** The element that `current()` means: of the innermost count, of a value count by name, or of a field count by its path. */
export function selectCurrent(name: string | undefined, target: Target, bindings: readonly Binding[]): Selected | undefined {
  const innermost = bindings.at(-1);
  if (!innermost) return undefined;
  if (name === undefined) {
    const level = innermost.kind === 'value' ? innermost.level : innermost.level + innermost.levels - 1;
    return { start: (frame) => frame.elements[level], rest: [], plural: false };
  }
  const lower = name.toLowerCase();
  const named = bindings.findLast((binding) => binding.kind === 'value' && binding.name === lower);
  if (named) return { start: (frame) => frame.elements[named.level], rest: [], plural: false };
  const segments = segmentsOfField(readFieldName(name, target.names), target);
  const found = segments && bind(segments, bindings);
  if (!found || !segments) return undefined;
  const { level } = found;
  const rest = segments.slice(found.length);
  return { start: (frame) => frame.elements[level], rest, plural: rest.includes(everyElement) };
}
