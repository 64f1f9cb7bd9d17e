import { type Document, isCollection, isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import type { CatalogueProblem, CatalogueProblemCode } from './problems.ts';

export type Path = readonly (string | number)[];

/** A text read as YAML 1.2 (of which JSON is a part), with the lines of its values. */
export interface PlacedDocument {
  readonly value: unknown;
  readonly problems: readonly CatalogueProblem[];
  readonly problemAt: (code: CatalogueProblemCode, path: Path, about: ProblemText) => CatalogueProblem;
}

export interface ProblemText {
  readonly message: string;
  readonly expected: string;
  readonly hint: string;
}

/**
 * @param file how problems name it.
 * @returns a value that is an object and as plain as JSON, or problems.
 */
export function readDocument(text: string, file: string): PlacedDocument {
  const lines = new LineCounter();
  const notADocument = (message: string, offset = 0): CatalogueProblem => ({
    code: 'not-a-document',
    file,
    line: lines.linePos(offset).line,
    path: '$',
    message,
    expected: 'a JSON or YAML object',
    hint: 'Correct the text at this line; the whole file is left out until it can be read.',
  });
  const refused = (problems: readonly CatalogueProblem[]): PlacedDocument => {
    const problemAt: PlacedDocument['problemAt'] = (code, path, about) => ({ code, file, path: textOf(path), ...about });
    return { value: undefined, problems, problemAt };
  };
  try {
    const document = parseDocument(text.replace(/^\uFEFF/, ''), { lineCounter: lines, prettyErrors: false });
    if (document.errors.length > 0) return refused(document.errors.map((error) => notADocument(error.message, error.pos[0])));
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return refused([notADocument('The text is not an object.')]);
    // Anchors can make a value hold itself; from here on it has to be a tree.
    JSON.stringify(value);
    const problemAt: PlacedDocument['problemAt'] = (code, path, about) => {
      const line = lineAt(document, path, lines);
      return { code, file, ...(line === undefined ? {} : { line }), path: textOf(path), ...about };
    };
    return { value, problems: [], problemAt };
  } catch (error) {
    // Nesting beyond the stack, too many aliases, values that hold themselves.
    return refused([notADocument(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error))]);
  }
}

const plainKey = /^[A-Za-z_][A-Za-z0-9_-]*$/;

function textOf(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${String(part)}]`;
    return plainKey.test(part) ? `${text}.${part}` : `${text}[${JSON.stringify(part)}]`;
  }, '$');
}

/** The line of the key or element at a path; where there is none, of the nearest thing around it. */
function lineAt(document: Document, path: Path, lines: LineCounter): number | undefined {
  let node: unknown = document.contents;
  let offset = isNode(node) ? node.range?.[0] : undefined;
  for (const part of path) {
    if (!isCollection(node)) break;
    const item: unknown = isMap(node)
      ? node.items.find((pair) => isPair(pair) && isScalar(pair.key) && String(pair.key.value) === part)
      : node.items[Number(part)];
    const shown: unknown = isPair(item) ? item.key : item;
    if (!isNode(shown)) break;
    offset = shown.range?.[0] ?? offset;
    node = isPair(item) ? item.value : item;
  }
  return offset === undefined ? undefined : lines.linePos(offset).line;
}
