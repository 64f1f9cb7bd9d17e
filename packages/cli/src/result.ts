import type { Assessment, Model, ScoreReport } from '@plumbline/assess';
import type { Catalogue, Recommendation } from '@plumbline/catalogue';
import type { Palette } from './drawing/colour.ts';

/** What a scan found, for the formats to write. */
export interface ScanResult {
  readonly report: ScoreReport;
  /** The same in either model. */
  readonly reportIn: (model: Model) => ScoreReport;
  /** What it was judged by. */
  readonly catalogue: Catalogue;
  /** By resource, then in the order of the catalogue; can be gone through again. */
  readonly assessments: () => Iterable<Assessment>;
  /** By key. Empty of what only the input knows. */
  readonly recommendations: ReadonlyMap<string, Recommendation>;
}

/** How it is to be written. */
export interface Style {
  readonly palette: Palette;
  /** Columns of the screen. */
  readonly width: number;
  /** Four decimals instead of whole points. */
  readonly precise: boolean;
  /** What a line of CSV is about. */
  readonly rows: Rows;
}

export const rowKinds = ['recommendations', 'assessments', 'subscriptions'] as const;
export type Rows = (typeof rowKinds)[number];

/** Gives the text in pieces, so that nothing large is held whole. */
export type Format = (result: ScanResult, style: Style) => Iterable<string>;
