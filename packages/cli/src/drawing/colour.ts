import type { Output } from '../terminal.ts';

/** Paints text; gives it back as it is where there are no colours. */
export type Paint = (text: string) => string;

export interface Palette {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly good: Paint;
  readonly fair: Paint;
  readonly bad: Paint;
}

const plain: Paint = (text) => text;
export const noColours: Palette = { bold: plain, dim: plain, good: plain, fair: plain, bad: plain };

const ansi = (open: number, close: number): Paint => {
  return (text) => (text === '' ? '' : `\u001B[${open}m${text}\u001B[${close}m`);
};
export const colours: Palette = { bold: ansi(1, 22), dim: ansi(2, 22), good: ansi(32, 39), fair: ansi(33, 39), bad: ansi(31, 39) };

/**
 * Colours only on a terminal, or where FORCE_COLOR asks for them; NO_COLOR (https://no-color.org) and TERM=dumb turn them off.
 * FORCE_COLOR=0 means no, as in Node.
 */
export function paletteFor(output: Output, env: Readonly<Record<string, string | undefined>>): Palette {
  const force = env['FORCE_COLOR'];
  if (force !== undefined && force !== '') return force === '0' || force === 'false' ? noColours : colours;
  if ((env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb') return noColours;
  return output.isTTY ? colours : noColours;
}

/** Good from 80 %, bad below 50 %: a help for the eye, no part of the score. */
export function byShare(palette: Palette, share: number): Paint {
  return share >= 0.8 ? palette.good : share >= 0.5 ? palette.fair : palette.bad;
}

export function bySeverity(palette: Palette, severity: 'high' | 'medium' | 'low'): Paint {
  return { high: palette.bad, medium: palette.fair, low: palette.dim }[severity];
}
