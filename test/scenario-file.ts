/** One story told in a text file: what lies in a folder, which command is run there, and what comes out. */
export interface Scenario {
  readonly title: string;
  /** Text of each file by its path. */
  readonly files: ReadonlyMap<string, string>;
  readonly steps: readonly Step[];
}

export interface Step {
  readonly line: number;
  readonly command: readonly string[];
  readonly stdin: string;
  /** Undefined: not looked at. */
  readonly stdout: string | undefined;
  readonly stderr: string | undefined;
  readonly exit: number;
}

/**
 * Reads a scenario file:
 *
 *     # Title
 *     --- file NAME          text of a file
 *     $ plumbline …          a command; quotes hold words together
 *     --- stdin              what it reads
 *     --- stdout             what it has to print, exactly
 *     --- stderr
 *     --- exit N             0 when absent
 */
export function scenarioOf(text: string): Scenario {
  const files = new Map<string, string>();
  const steps: { line: number; command: string[]; stdin: string; stdout: string | undefined; stderr: string | undefined; exit: number }[] =
    [];
  let title = '';
  let put: ((line: string) => void) | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const step = steps.at(-1);
    if (line.startsWith('$ plumbline')) {
      steps.push({ line: index + 1, command: wordsOf(line.slice(12)), stdin: '', stdout: undefined, stderr: undefined, exit: 0 });
      put = undefined;
    } else if (line.startsWith('--- ')) {
      const [what = '', rest = ''] = line.slice(4).split(' ', 2);
      if (what === 'file') {
        files.set(rest, '');
        put = (more) => void files.set(rest, `${files.get(rest) ?? ''}${more}\n`);
      } else if (step === undefined) throw new Error(`line ${index + 1}: ${line} stands before a command`);
      else if (what === 'exit') {
        step.exit = Number(rest);
        put = undefined;
      } else if (what === 'stdin' || what === 'stdout' || what === 'stderr') {
        step[what] = '';
        put = (more) => {
          step[what] = `${step[what] ?? ''}${more}\n`;
        };
      } else throw new Error(`line ${index + 1}: expected file, stdin, stdout, stderr or exit, found "${what}"`);
    } else if (put !== undefined) put(line);
    else if (line.startsWith('# ') && title === '') title = line.slice(2);
  }
  return { title, files, steps: steps.map((step) => ({ ...step, stdout: trimmed(step.stdout), stderr: trimmed(step.stderr) })) };
}

/** Blank lines at the end belong to the layout of the scenario, not to the output. */
function trimmed(text: string | undefined): string | undefined {
  return text?.replace(/\n+$/, '\n').replace(/^\n$/, '');
}

function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
}
