import { isNode, LineCounter, parseDocument } from 'yaml';

export type Path = readonly (string | number)[];

/** A JSON or YAML text as plain data, with the lines of its values. */
export interface PlacedYaml {
  readonly value: unknown;
  /** `costs.yaml:12 $.costs[2].cost` */
  readonly placeOf: (path: Path) => string;
  /** What keeps it from being read at all. */
  readonly fault: string | undefined;
}

/** @param file how places name it. */
export function placedYaml(text: string, file: string): PlacedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\uFEFF/, ''), { lineCounter: lines, prettyErrors: false });
  const placeOf = (path: Path) => {
    let at: Path = path;
    let node = document.getIn(at, true);
    while (!isNode(node) && at.length > 0) {
      at = at.slice(0, -1);
      node = document.getIn(at, true);
    }
    const offset = isNode(node) ? node.range?.[0] : undefined;
    return `${file}${offset === undefined ? '' : `:${lines.linePos(offset).line}`} ${textOf(path)}`;
  };
  const [error] = document.errors;
  if (error !== undefined) {
    // The library's own advice is for programmers.
    const message = error.code === 'MULTIPLE_DOCS' ? 'a second document begins here; expected one' : error.message;
    return { value: undefined, placeOf, fault: `${file}:${lines.linePos(error.pos[0]).line}: ${message}` };
  }
  try {
    return { value: document.toJS({ maxAliasCount: 100 }), placeOf, fault: undefined };
  } catch (cause) {
    return { value: undefined, placeOf, fault: `${file}: ${cause instanceof Error ? cause.message : String(cause)}` };
  }
}

function textOf(path: Path): string {
  return path.reduce<string>((text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${part}`), '$');
}
