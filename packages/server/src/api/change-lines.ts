import { type Change, type RefusedChange, turnIfDue } from '@plumbline/store';
import type { z } from 'zod';
import { HttpProblem } from '../http/problem.ts';
import { changeSchema } from '../schemas/change.ts';
import { defined } from './defined.ts';

export interface ReadChanges {
  /** With the line of the body (or the place in the array) that each stood in, from 1. */
  readonly changes: readonly { readonly line: number; readonly change: Change }[];
  readonly refused: readonly RefusedChange[];
}

/**
 * Reads a body of changes: one JSON object a line, or an array of them, or `{"changes": […]}`; found by content, since clients
 * send the first under any media type. A line that is wrong costs one line.
 * @throws {HttpProblem} when the body as a whole is neither.
 */
export async function readChanges(text: string): Promise<ReadChanges> {
  const start = text.trimStart();
  if (start === '') throw new HttpProblem('not-readable', 'The body is empty. Expected one change a line.', { hint: example });
  if (start.startsWith('[')) return checked(listed(listIn(text)));
  const lines = linesIn(text);
  const [first, second] = [lines.next(), lines.next()];
  if (!first.done && second.done) {
    const whole = parsed(first.value.content);
    if ('given' in whole && isEnvelope(whole.given)) return checked(listed(whole.given.changes));
  }
  return checked(parsedLines(linesIn(text)));
}

/** Those that are not blank, one after the other: a body may have a million. */
function* linesIn(text: string): Generator<{ readonly line: number; readonly content: string }, undefined> {
  for (let line = 1, from = 0; from < text.length; line += 1) {
    const end = text.indexOf('\n', from);
    const content = text.slice(from, end < 0 ? text.length : end);
    if (content.trim() !== '') yield { line, content };
    from = end < 0 ? text.length : end + 1;
  }
}

function* parsedLines(lines: Iterable<{ readonly line: number; readonly content: string }>): Iterable<Given> {
  for (const { line, content } of lines) yield { line, ...parsed(content) };
}

function* listed(changes: readonly unknown[]): Iterable<Given> {
  for (const [at, given] of changes.entries()) yield { line: at + 1, given };
}

const example = 'Such as: {"op":"put","resource":{"id":"/subscriptions/…","type":"…","properties":{…}}}';

type Given = { readonly line: number } & Parsed;
type Parsed = { readonly given: unknown } | { readonly fault: string };

const linesBetweenTurns = 64;

/** Others are answered in between. */
async function checked(lines: Iterable<Given>): Promise<ReadChanges> {
  const changes: { line: number; change: Change }[] = [];
  const refused: RefusedChange[] = [];
  for (const entry of lines) {
    const { line } = entry;
    if ((changes.length + refused.length) % linesBetweenTurns === linesBetweenTurns - 1) await turnIfDue();
    if ('fault' in entry) {
      refused.push({
        line,
        reason: `The line is not JSON: ${entry.fault}.`,
        hint: 'Write each change as one JSON object on a line of its own.',
      });
      continue;
    }
    const result = changeSchema.safeParse(entry.given);
    if (result.success) changes.push({ line, change: changeOf(result.data) });
    else refused.push({ line, reason: reasonOf(result.error), hint: hintFor(entry.given) });
  }
  return { changes, refused };
}

function changeOf(read: z.output<typeof changeSchema>): Change {
  // Resources were parsed from JSON a moment ago, so what they hold is JSON.
  return (read.op === 'exempt' ? { op: read.op, exemption: defined(read.exemption) } : read) as Change;
}

function reasonOf(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.length === 0 ? 'The change' : issue.path.join('.')}: ${issue.message}`)
    .join('. ');
}

function hintFor(given: unknown): string {
  const op = typeof given === 'object' && given !== null && 'op' in given ? given.op : undefined;
  if (typeof op === 'string' && ['put', 'delete', 'assess', 'complete', 'exempt', 'revoke'].includes(op))
    return '/api/docs#sendChanges shows what it takes.';
  return `Expected "op" to be put, delete, assess, complete, exempt or revoke. ${example}`;
}

function parsed(content: string): Parsed {
  try {
    return { given: JSON.parse(content) };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

function listIn(text: string): readonly unknown[] {
  const whole = parsed(text);
  if ('given' in whole && Array.isArray(whole.given)) return whole.given;
  throw new HttpProblem('not-readable', `The body begins like a JSON array, but is none${'fault' in whole ? `: ${whole.fault}` : ''}.`, {
    hint: example,
  });
}

function isEnvelope(value: unknown): value is { readonly changes: readonly unknown[] } {
  return typeof value === 'object' && value !== null && !('op' in value) && 'changes' in value && Array.isArray(value.changes);
}
