// Turns everything that can go wrong into the text that people read. The only place where problems become words on a terminal.
import type { CatalogueProblem } from '@plumbline/catalogue';
import type { InputProblem } from '@plumbline/inventory';
import { visible } from './drawing/visible.ts';
import { wrap } from './drawing/width.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { OperationError } from './operation-error.ts';

/** `export/resources.json:70001 $.data[12].id` */
export function placeOf(problem: InputProblem): string {
  const file = problem.file === '-' ? 'standard input' : problem.file;
  const line = problem.line === undefined ? '' : `:${problem.line}`;
  const path = problem.path === undefined ? '' : ` ${problem.path}`;
  return visible(file + line + path);
}

/** Three lines at most in the usual case: where, what, and what to do. */
export function problemLines(problem: InputProblem, width: number): readonly string[] {
  const indent = '    ';
  return [
    `  ${placeOf(problem)}`,
    ...wrap(visible(problem.message), width - indent.length).map((line) => indent + line),
    ...(problem.hint === '' ? [] : wrap(visible(problem.hint), width - indent.length).map((line) => indent + line)),
  ];
}

/** What a failed command says on standard error, and to the shell. */
export function failureOf(error: unknown): { readonly text: string; readonly exitCode: ExitCode } {
  if (error instanceof OperationError) {
    if (error.code === 'interrupted') return { text: 'Interrupted.\n', exitCode: exitCodes.interrupted };
    return { text: lines(`plumbline: ${error.message}`, error.hint ?? ''), exitCode: exitCodes.nothingScored };
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const apology = 'plumbline: something went wrong that should not have. This is a mistake in Plumbline, not in your input.';
  return { text: lines(apology, detail, 'Please report it with the command and the lines above.'), exitCode: exitCodes.nothingScored };
}

function lines(...texts: readonly string[]): string {
  const shown = texts.flatMap((text) => (text === '' ? [] : text.split('\n').map(visible)));
  return `${shown.join('\n')}\n`;
}

/**
 * A system error's code (`ENOSPC`) in words, with what to do.
 * @param doing what was tried with the file.
 */
export function systemReason(error: unknown, doing: 'read' | 'write'): { readonly reason: string; readonly hint: string } {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (doing === 'read' && code === 'ENOENT') return { reason: 'there is no such file or folder', hint: 'Check the spelling.' };
  return systemReasons[code] ?? { reason: error instanceof Error ? error.message : String(error), hint: 'Check the path and try again.' };
}

const systemReasons: Readonly<Record<string, { readonly reason: string; readonly hint: string }>> = {
  ENOSPC: { reason: 'the disk is full', hint: 'Free some space, or write to another disk.' },
  EDQUOT: { reason: 'your quota on that disk is used up', hint: 'Free some space, or write to another disk.' },
  EROFS: { reason: 'the disk can only be read', hint: 'Choose a folder on a disk that can be written.' },
  EACCES: { reason: 'you may not use that path', hint: 'Choose another path, or have its permissions changed.' },
  EPERM: { reason: 'the system does not permit it', hint: 'Choose another path, or have its permissions changed.' },
  ENOENT: { reason: 'there is no such file or folder', hint: 'Check the spelling; folders are not created.' },
  ENOTDIR: { reason: 'a part of the path is a file, not a folder', hint: 'Check the path.' },
  EISDIR: { reason: 'it is a folder, not a file', hint: 'Name a file.' },
  ENAMETOOLONG: { reason: 'the name is too long', hint: 'Choose a shorter name.' },
  EMFILE: { reason: 'too many files are open', hint: 'Raise the limit (ulimit -n) and try again.' },
  ELOOP: { reason: 'its symbolic links lead in a circle', hint: 'Name the file itself.' },
  ERR_ENCODING_INVALID_ENCODED_DATA: {
    reason: 'it is no text in UTF-8 or UTF-16',
    hint: 'Save it as UTF-8; unpack what is compressed.',
  },
  EIO: { reason: 'the disk failed', hint: 'Check the disk, or write to another one.' },
};

/** One problem of a catalogue file, in one line. */
export function catalogueProblemText(problem: CatalogueProblem): string {
  const line = problem.line === undefined ? '' : `:${problem.line}`;
  const expected = problem.expected === '' ? '' : ` Expected: ${problem.expected.replace(/\.$/, '')}.`;
  return visible(`${problem.file}${line} ${problem.path}: ${problem.message}${expected} ${problem.hint}`.trimEnd());
}
