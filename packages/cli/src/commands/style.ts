import { noColours, paletteFor } from '../drawing/colour.ts';
import type { Rows, Style } from '../result.ts';
import type { Terminal } from '../terminal.ts';

/** Pages are 80 columns wide, and on wider terminals up to 120: longer lines are hard to read. Files get no colours. */
export function styleFor(
  options: { readonly precise?: true; readonly rows?: Rows; readonly output?: string },
  { stdout, env }: Terminal,
): Style {
  const isFile = options.output !== undefined;
  const columns = !isFile && stdout.isTTY ? (stdout.columns ?? 80) : 80;
  return {
    palette: isFile ? noColours : paletteFor(stdout, env),
    width: Math.max(80, Math.min(120, columns)),
    precise: options.precise === true,
    rows: options.rows ?? 'recommendations',
  };
}
