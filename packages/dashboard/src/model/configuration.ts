import type { Status } from './answers.ts';

/** A line of a resource's configuration as it is drawn. */
export interface ConfigurationLine {
  readonly depth: number;
  /** `"supportsHttpsTrafficOnly": false,` */
  readonly text: string;
  /** Path from the root: `properties.supportsHttpsTrafficOnly`, `zones[0]`. */
  readonly path: string;
  /** What was decided by the value on this line. */
  readonly marks: readonly DecidingMark[];
}

export interface DecidingMark {
  readonly recommendation: string;
  readonly displayName: string;
  readonly status: Status;
  readonly expected?: unknown;
}

/** What decided, and where: `path` as evidence gives it, in any case, with or without `$.` before it. */
export interface DecidingPath extends DecidingMark {
  readonly path: string;
}

/** Lines drawn at most; a resource can be a megabyte. */
const mostLines = 5_000;

/** The lines of a value as indented JSON; paths that decided something are marked on the nearest line that exists. */
export function configurationLines(value: unknown, deciding: readonly DecidingPath[]): readonly ConfigurationLine[] {
  const lines: { depth: number; text: string; path: string; marks: DecidingMark[] }[] = [];
  const write = (part: unknown, at: { readonly depth: number; readonly path: string; readonly name: string; readonly end: string }) => {
    if (lines.length >= mostLines) return;
    const { depth, path, name, end } = at;
    const isList = Array.isArray(part);
    if (typeof part !== 'object' || part === null) {
      lines.push({ depth, path, text: `${name}${JSON.stringify(part) ?? 'null'}${end}`, marks: [] });
      return;
    }
    const members = Object.entries(part);
    const [open, close] = isList ? ['[', ']'] : ['{', '}'];
    if (members.length === 0) {
      lines.push({ depth, path, text: `${name}${open}${close}${end}`, marks: [] });
      return;
    }
    lines.push({ depth, path, text: `${name}${open}`, marks: [] });
    for (const [index, [key, member]] of members.entries()) {
      const below = isList ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
      write(member, {
        depth: depth + 1,
        path: below,
        name: isList ? '' : `${JSON.stringify(key)}: `,
        end: index < members.length - 1 ? ',' : '',
      });
    }
    lines.push({ depth, path: `${path}${close}`, text: `${close}${end}`, marks: [] });
  };
  write(value, { depth: 0, path: '', name: '', end: '' });

  const lineByPath = new Map(lines.map((line) => [normalised(line.path), line]));
  for (const { path, ...mark } of deciding) {
    for (let wanted = normalised(path); ; wanted = wanted.replace(/(^|\.?)[^.[]+$|\[[^\]]*\]$/, '')) {
      const line = lineByPath.get(wanted);
      if (line !== undefined) {
        line.marks.push(mark);
        break;
      }
      if (wanted === '') break;
    }
  }
  return lines;
}

/** Ids are read without case, and so are the names of members. */
function normalised(path: string): string {
  return path.replace(/^\$\.?/, '').toLowerCase();
}
