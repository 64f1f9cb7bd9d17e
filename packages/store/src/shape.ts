import { type Letter, letterIn } from './letter.ts';

/**
 * Everything that one resource adds to counts. Resources with the same shape add the same, so counting shapes by subscription is
 * enough for every score, coverage and what-if, and a change of a resource is one shape replaced by another.
 * Recommendations are ordinals of the store, not of a catalogue.
 */
export interface Shape {
  readonly type: string;
  /** `implied`: known only because something else names it. `special`: an assessment or an exemption, which is no subject itself. */
  readonly kind: 'real' | 'implied' | 'special';
  /** By ordinal, rising. */
  readonly statuses: readonly ShapeStatus[];
  /** Before exemptions; the same object when none applied. */
  readonly raw: readonly ShapeStatus[];
  /** What could not be judged, with the type that the input lacks. */
  readonly missing: readonly (readonly [number, string])[];
  /** What an exemption decided, with the exemption's key. */
  readonly exempt: readonly (readonly [number, string])[];
  /** Where an assessment in the input said otherwise: our verdict, theirs. */
  readonly disagreements: readonly (readonly [number, Letter, Letter])[];
  /** Of an assessment that the catalogue does not have: its key and display name. */
  readonly unknown: readonly [string, string] | null;
}

export type ShapeStatus = readonly [ordinal: number, letter: Letter];

const kinds = ['real', 'implied', 'special'] as const;

export function shapeText(shape: Shape): string {
  const parts: unknown[] = [shape.type, kinds.indexOf(shape.kind), statusText(shape.statuses)];
  const isPlain = shape.raw === shape.statuses && shape.missing.length + shape.disagreements.length === 0 && shape.unknown === null;
  if (!isPlain)
    parts.push(
      shape.raw === shape.statuses ? 0 : statusText(shape.raw),
      shape.missing,
      shape.exempt,
      shape.disagreements,
      shape.unknown ?? 0,
    );
  return JSON.stringify(parts);
}

function statusText(statuses: readonly ShapeStatus[]): string {
  return statuses.map(([ordinal, letter]) => `${ordinal}${letter}`).join('');
}

export function shapeIn(text: string): Shape {
  // Written by `shapeText` alone.
  const [type, kind, statuses, raw = 0, missing = [], exempt = [], disagreements = [], unknown = 0] = JSON.parse(text) as [
    string,
    number,
    string,
    (string | 0)?,
    Shape['missing']?,
    Shape['exempt']?,
    Shape['disagreements']?,
    (readonly [string, string] | 0)?,
  ];
  const own = statusesIn(statuses);
  return {
    type,
    kind: kinds[kind] ?? 'real',
    statuses: own,
    raw: raw === 0 ? own : statusesIn(raw),
    missing,
    exempt,
    disagreements,
    unknown: unknown === 0 ? null : unknown,
  };
}

function statusesIn(text: string): readonly ShapeStatus[] {
  return [...text.matchAll(/(\d+)([a-z])/g)].map(([, ordinal, letter]) => [Number(ordinal), letterIn(letter ?? '')] as const);
}
