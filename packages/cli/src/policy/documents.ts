import { createReadStream, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { type JsonObject, type JsonValue, parseDefinition } from '@plumbline/policy';
import { OperationError } from '../operation-error.ts';
import { systemReason } from '../problems.ts';
import { decoded, textFile } from '../text-file.ts';

/** A JSON file that may hold something of the policy language, by what stands in it. */
export type PolicyDocument =
  | { readonly kind: 'definition' | 'initiative' | 'cases'; readonly file: string; readonly text: string; readonly json: JsonObject }
  /** Neither: parameters, a template, a catalogue of aliases. */
  | { readonly kind: 'other'; readonly file: string }
  | UnreadableDocument;

export interface UnreadableDocument {
  readonly kind: 'unreadable';
  readonly file: string;
  readonly code: UnreadableCode;
  readonly message: string;
  readonly hint: string;
}

/** Problems of whole files, with the sentences that docs/policy-language.md shows. */
export const fileProblemSentences = {
  'not-json': 'The file is not JSON; the message names line and column.',
  unreadable: 'The system does not let it be read, or it is text in another encoding than UTF-8 or UTF-16.',
  'too-large': 'The file has more than 33 MB; one definition never does.',
} as const;

type UnreadableCode = keyof typeof fileProblemSentences;

/** The longest definition that makes sense by far; what is longer is some other file. */
const longestBytes = 33_000_000;

/**
 * Finds policy documents in files and folders, in the order of their names. Links are followed.
 * @param isWanted of a text: documents in others are passed over, and need not even be JSON
 * @throws {OperationError} when a path that was named does not exist.
 */
export async function* policyDocuments(
  paths: readonly string[],
  cwd: string,
  isWanted?: (text: string) => boolean,
): AsyncIterable<PolicyDocument> {
  for (const path of paths) {
    const full = resolve(cwd, path);
    const about = await stat(full).catch((error: unknown) => {
      const { reason, hint } = systemReason(error, 'read');
      throw new OperationError('no-input', `${path} could not be read: ${reason}.`, { hint });
    });
    if (about.isDirectory()) yield* documentsIn(full, cwd, { above: [], isWanted });
    else yield* await documentsOf(full, { file: shown(full, cwd), size: about.size, named: true, isWanted });
  }
}

/**
 * Libraries have thousands of files, each of which costs less to read than to wait for.
 * @param above the real paths of the folders that lead here: a link to one of them is not followed again.
 */
async function* documentsIn(
  folder: string,
  cwd: string,
  { above, isWanted }: { readonly above: readonly string[]; readonly isWanted: ((text: string) => boolean) | undefined },
): AsyncIterable<PolicyDocument> {
  let real: string;
  let names: string[];
  try {
    real = realpathSync(folder);
    names = readdirSync(folder).sort();
  } catch (error) {
    yield unreadable(shown(folder, cwd), error);
    return;
  }
  if (above.includes(real)) return;
  for (const name of names) {
    if (name.startsWith('.') || name === 'node_modules') continue;
    const full = join(folder, name);
    const isJson = /\.jsonc?$/i.test(name);
    try {
      const about = statSync(full);
      if (about.isDirectory()) yield* documentsIn(full, cwd, { above: [...above, real], isWanted });
      else if (isJson && about.isFile())
        yield* await documentsOf(full, { file: shown(full, cwd), size: about.size, named: false, isWanted });
    } catch (error) {
      // A link that leads nowhere, for instance; of other files nobody asks whether they can be read.
      if (isJson) yield unreadable(shown(full, cwd), error);
    }
  }
}

/** A place outside of the folder where one works is clearer by its whole path than by the way there. */
function shown(full: string, cwd: string): string {
  const way = relative(cwd, full);
  return way === '' || way.startsWith('..') ? full : way;
}

interface DocumentFile {
  readonly file: string;
  readonly size: number;
  /** The file was asked for by its name, so that it is not left out for looking like some other file. */
  readonly named: boolean;
  readonly isWanted: ((text: string) => boolean) | undefined;
}

async function documentsOf(full: string, { file, size, named, isWanted }: DocumentFile): Promise<readonly PolicyDocument[]> {
  let text: string;
  try {
    if (size > longestBytes) return [named || (await looksLikePolicy(full)) ? tooLarge(file, size) : { kind: 'other', file }];
    text = decoded(readFileSync(full));
  } catch (error) {
    return [unreadable(file, error)];
  }
  if (isWanted?.(text) === false) return [{ kind: 'other', file }];
  const json = jsonIn(text);
  if (json === undefined) return [notJson(text, file)];
  if (isObject(json)) {
    const kind = kindOf(json);
    if (kind !== 'other') return [{ kind, file, text, json }];
  }
  return listedIn(json, file) ?? [{ kind: 'other', file }];
}

function jsonIn(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** What `az policy definition list` prints: many documents in one list. */
function listedIn(json: JsonValue, file: string): readonly PolicyDocument[] | undefined {
  const list = Array.isArray(json) ? json : isObject(json) && Array.isArray(json['value']) ? json['value'] : [];
  const found = list.flatMap((item: JsonValue, index: number): PolicyDocument[] => {
    if (!isObject(item)) return [];
    const kind = kindOf(item);
    return kind === 'definition' || kind === 'initiative'
      ? [{ kind, file: `${file}[${index}]`, text: JSON.stringify(item), json: item }]
      : [];
  });
  return found.length > 0 ? found : undefined;
}

function unreadable(file: string, error: unknown): UnreadableDocument {
  const { reason, hint } = systemReason(error, 'read');
  return { kind: 'unreadable', file, code: 'unreadable', message: reason, hint };
}

function notJson(text: string, file: string): UnreadableDocument {
  return {
    kind: 'unreadable',
    file,
    code: 'not-json',
    message: `not JSON: ${syntaxFault(text)}`,
    hint: 'Correct the syntax, or leave the file out.',
  };
}

/** The reader of the language tells line and column, which JSON.parse keeps for itself. */
function syntaxFault(text: string): string {
  return parseDefinition(text).problems[0]?.message ?? 'the text ends too early';
}

function tooLarge(file: string, size: number): UnreadableDocument {
  const message = `the file has ${Math.round(size / 1_000_000)} MB, and a file of definitions has at most ${longestBytes / 1_000_000} MB`;
  return { kind: 'unreadable', file, code: 'too-large', message, hint: 'Keep one definition a file.' };
}

async function looksLikePolicy(full: string): Promise<boolean> {
  for await (const chunk of createReadStream(full, { end: 1_000_000, encoding: 'utf8' }))
    if (/"policyRule"|"policyDefinitions"/i.test(String(chunk))) return true;
  return false;
}

function kindOf(json: JsonObject): 'definition' | 'initiative' | 'cases' | 'other' {
  const keys = keysOf(json);
  const inner = isObject(json['properties']) ? keysOf(json['properties']) : new Set<string>();
  if (keys.has('cases') && Array.isArray(json['cases'])) return 'cases';
  if (keys.has('policydefinitions') || inner.has('policydefinitions')) return 'initiative';
  if (keys.has('policyrule') || inner.has('policyrule') || (keys.has('if') && keys.has('then'))) return 'definition';
  return 'other';
}

function keysOf(object: JsonObject): ReadonlySet<string> {
  return new Set(Object.keys(object).map((key) => key.toLowerCase()));
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The text of the one file of definitions that a command is about.
 * @throws {OperationError} with the file, what is wrong and what to do.
 */
export async function definitionText(file: string, cwd: string): Promise<string> {
  const about = await stat(resolve(cwd, file)).catch(() => undefined);
  if (about !== undefined && about.size > longestBytes) {
    const { message, hint } = tooLarge(file, about.size);
    throw new OperationError('unreadable-file', `${file} cannot be read: ${message}.`, { hint });
  }
  return textFile(file, cwd);
}

/**
 * Reads a JSON file that an option names.
 * @throws {OperationError} with the file, what is wrong and what to do.
 */
export async function readJson(file: string, cwd: string): Promise<JsonValue> {
  const text = await textFile(file, cwd);
  const json = jsonIn(text);
  if (json === undefined) throw new OperationError('usage', `${file} is not JSON: ${syntaxFault(text)}.`, { hint: 'Correct its syntax.' });
  return json;
}
