import type { PlanModel, ProfileStatus } from '@plumbline/score';
import type { Assessment } from './assessment.ts';
import { letterByStatus, numberOf } from './resource-statuses.ts';

/** A part of a resource; the same object wherever the statuses are the same. */
export interface Piece {
  readonly number: number;
  /** All Unhealthy, or one Healthy. */
  readonly statuses: readonly ProfileStatus[];
  readonly isHealthy: boolean;
}

/** How a model takes resources apart. */
export interface Pieces {
  /** The model to plan with: the same, with a recommendation of its own in each control that stands for "healthy here". */
  readonly model: PlanModel;
  /** What a score does not count is in no piece. */
  readonly piecesOf: (assessments: readonly Assessment[]) => readonly Piece[];
  /** Subscriptions make no difference. */
  readonly isPooled: boolean;
}

/** Combinations of statuses that are remembered; real estates have far fewer. */
const mostRemembered = 200_000;

/**
 * A score is a sum over recommendations (classic) or controls, each of which counts resources. Two parts of a resource that share no
 * recommendation or control that counts them may as well be two resources: every count stays the same, and resources that are alike in one part and not
 * in another one are counted together there. Real estates have nearly as many combinations of statuses as resources, but few pieces.
 */
export function piecesBy(model: PlanModel): Pieces {
  return model.kind === 'classic' ? classicPieces(model) : controlsPieces(model);
}

function classicPieces(model: PlanModel & { readonly kind: 'classic' }): Pieces {
  const counting = new Set(model.recommendations.flatMap(({ key, points }) => (points === null ? [] : key)));
  const pieceOf = pieceLookup();
  const cut = (assessments: readonly Assessment[]) =>
    assessments.flatMap(({ recommendation, status }) =>
      counting.has(recommendation) && (status === 'Healthy' || status === 'Unhealthy') ? [pieceOf([recommendation], status)] : [],
    );
  return { model, isPooled: true, piecesOf: remembered(cut) };
}

function controlsPieces(model: PlanModel & { readonly kind: 'controls' }): Pieces {
  const controls = model.controls.map((control) => ({ ...control, recommendations: [...control.recommendations, markerOf(control.key)] }));
  const controlsByRecommendation = new Map<string, readonly string[]>();
  for (const { key, recommendations } of model.controls) {
    for (const recommendation of recommendations) {
      controlsByRecommendation.set(recommendation, [...(controlsByRecommendation.get(recommendation) ?? []), key]);
    }
  }
  const pieceOf = pieceLookup();
  const cut = (assessments: readonly Assessment[]): readonly Piece[] => {
    const unhealthy = assessments.flatMap(({ recommendation, status }) => (status === 'Unhealthy' ? recommendation : []));
    const bad = new Set(unhealthy.flatMap((recommendation) => controlsByRecommendation.get(recommendation) ?? []));
    const good = new Set<string>();
    for (const { recommendation, status } of assessments) {
      if (status !== 'Healthy') continue;
      for (const control of controlsByRecommendation.get(recommendation) ?? []) if (!bad.has(control)) good.add(control);
    }
    return [
      ...connected(unhealthy, controlsByRecommendation).map((piece) => pieceOf(piece, 'Unhealthy')),
      ...[...good].map((control) => pieceOf([markerOf(control)], 'Healthy')),
    ];
  };
  return { model: { ...model, controls }, isPooled: false, piecesOf: remembered(cut) };
}

function markerOf(control: string): string {
  return `healthy in ${control}`;
}

function remembered(cut: (assessments: readonly Assessment[]) => readonly Piece[]): Pieces['piecesOf'] {
  const piecesBySignature = new Map<string, readonly Piece[]>();
  return (assessments) => {
    let signature = '';
    for (const { recommendation, status } of assessments) signature += letterByStatus[status] + numberOf(recommendation);
    let pieces = piecesBySignature.get(signature);
    if (pieces === undefined) {
      pieces = cut(assessments);
      if (piecesBySignature.size < mostRemembered) piecesBySignature.set(signature, pieces);
    }
    return pieces;
  };
}

function pieceLookup(): (recommendations: readonly string[], status: 'Healthy' | 'Unhealthy') => Piece {
  const known = new Map<string, Piece>();
  return (recommendations, status) => {
    const key = [status, ...recommendations].join();
    const piece = known.get(key) ?? {
      number: known.size,
      statuses: recommendations.map((recommendation) => ({ recommendation, status })),
      isHealthy: status === 'Healthy',
    };
    known.set(key, piece);
    return piece;
  };
}

/** Unhealthy recommendations, those that are in one control together, directly or over others; what is in no control is left out. */
function connected(
  recommendations: readonly string[],
  controlsByRecommendation: ReadonlyMap<string, readonly string[]>,
): readonly (readonly string[])[] {
  const pieceByControl = new Map<string, Set<string>>();
  const pieces = new Set<Set<string>>();
  for (const recommendation of recommendations) {
    const controls = controlsByRecommendation.get(recommendation) ?? [];
    if (controls.length === 0) continue;
    const piece = new Set([recommendation]);
    for (const other of new Set(controls.flatMap((control) => pieceByControl.get(control) ?? []))) {
      pieces.delete(other);
      for (const one of other) piece.add(one);
    }
    pieces.add(piece);
    for (const one of piece) for (const control of controlsByRecommendation.get(one) ?? []) pieceByControl.set(control, piece);
  }
  return [...pieces].map((piece) => [...piece].sort());
}
