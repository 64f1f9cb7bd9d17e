import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { JsonObject, JsonValue } from '@plumbline/policy';
import { OperationError } from '../operation-error.ts';
import { systemReason } from '../problems.ts';

/** A JSON file that may hold something of the policy language, by what stands in it. */
export type PolicyDocument =
  | { readonly kind: 'definition' | 'initiative' | 'cases'; readonly file: string; readonly text: string; readonly json: JsonObject }
  /** Neither: parameters, a template, a catalogue of aliases. */
  | { readonly kind: 'other'; readonly file: string }
  | { readonly kind: 'unreadable'; readonly file: string; readonly code: UnreadableCode; readonly message: string; readonly hint: string };

type UnreadableCode = 'not-json' | 'unreadable' | 'too-large';

/** The longest definition that makes sense by far; what is longer is some other file. */
const longestBytes = 33_000_000;

/**
 * Finds policy documents in files and folders, in the order of their names.
 * @throws {OperationError} when a path that was named does not exist.
 */
export async function* policyDocuments(paths: readonly string[], cwd: string): AsyncIterable<PolicyDocument> {
  for (const path of paths) {
    const full = resolve(cwd, path);
    const about = await stat(full).catch((error: unknown) => {
      const { reason, hint } = systemReason(error, 'read');
      throw new OperationError('no-input', `${path} could not be read: ${reason}.`, { hint });
    });
    const named = !about.isDirectory();
    for await (const file of named ? [full] : jsonFilesIn(full)) yield* await documentsOf(file, relative(cwd, file) || file, named);
  }
}

async function* jsonFilesIn(folder: string): AsyncIterable<string> {
  const items = (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const item of items) {
    const full = join(folder, item.name);
    if (item.isDirectory() && item.name !== 'node_modules' && !item.name.startsWith('.')) yield* jsonFilesIn(full);
    else if (item.isFile() && /\.jsonc?$/i.test(item.name)) yield full;
  }
}

/** @param named the file was asked for by its name, so that it is not left out for looking like some other file. */
async function documentsOf(full: string, file: string, named: boolean): Promise<readonly PolicyDocument[]> {
  try {
    const { size } = await stat(full);
    if (size > longestBytes) return [named || (await looksLikePolicy(full)) ? tooLong(file, size) : { kind: 'other', file }];
    const text = (await readFile(full, 'utf8')).replace(/^\uFEFF/, '');
    const json: unknown = JSON.parse(text);
    if (isObject(json)) {
      const kind = kindOf(json);
      if (kind !== 'other') return [{ kind, file, text, json }];
    }
    return listedIn(json, file) ?? [{ kind: 'other', file }];
  } catch (error) {
    if (error instanceof SyntaxError)
      return [
        {
          kind: 'unreadable',
          file,
          code: 'not-json',
          message: `not JSON: ${error.message}`,
          hint: 'Correct the syntax, or leave the file out.',
        },
      ];
    const { reason, hint } = systemReason(error, 'read');
    return [{ kind: 'unreadable', file, code: 'unreadable', message: reason, hint }];
  }
}

/** What `az policy definition list` prints: many documents in one list. */
function listedIn(json: unknown, file: string): readonly PolicyDocument[] | undefined {
  const list = Array.isArray(json) ? json : isObject(json) && Array.isArray(json['value']) ? json['value'] : [];
  const found = list.flatMap((item: unknown, index): PolicyDocument[] => {
    if (!isObject(item)) return [];
    const kind = kindOf(item);
    return kind === 'definition' || kind === 'initiative'
      ? [{ kind, file: `${file}[${index}]`, text: JSON.stringify(item), json: item }]
      : [];
  });
  return found.length > 0 ? found : undefined;
}

function tooLong(file: string, size: number): PolicyDocument {
  const message = `the file has ${Math.round(size / 1_000_000)} MB, and a file of definitions has at most 33 MB`;
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
 * Reads a JSON file that an option names.
 * @throws {OperationError} with the file, what is wrong and what to do.
 */
export async function readJson(file: string, cwd: string): Promise<JsonValue> {
  try {
    return JSON.parse((await readFile(resolve(cwd, file), 'utf8')).replace(/^\uFEFF/, '')) as JsonValue;
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new OperationError('usage', `${file} is not JSON: ${error.message}`, { hint: 'Correct its syntax.' });
    const { reason, hint } = systemReason(error, 'read');
    throw new OperationError('no-input', `${file} could not be read: ${reason}.`, { hint });
  }
}
