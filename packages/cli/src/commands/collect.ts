import { resolve } from 'node:path';
import type { CollectResult, Progress, RequestPlan } from '@plumbline/collect';
import type { Command } from 'commander';
import { count, counted } from '../drawing/number.ts';
import { visible } from '../drawing/visible.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { OperationError } from '../operation-error.ts';
import type { Terminal } from '../terminal.ts';
import { addConnectionOptions, addSelectionOptions, type CollectChoice, collectRequest } from './collect-options.ts';
import { type CommandContext, newCommand } from './command.ts';
import { listOption } from './estate-options.ts';

interface CommandOptions extends CollectChoice {
  readonly out?: string;
  readonly plan?: true;
  readonly catalogue?: string;
  readonly shipped: boolean;
  readonly quiet?: true;
}

export function collectCommand(context: CommandContext): Command {
  const command = newCommand('collect', context)
    .description(
      'Export an estate from Azure into a folder for plumbline scan, with the rights of a reader.\nA collection that was broken off goes on where it stopped when the same command is given again.',
    )
    .optionsGroup('What is collected:')
    .option('--out <folder>', 'The folder of the export: a new or empty one, or that of an earlier export, which is replaced when complete')
    .option('--plan', 'Print the requests and how long they take at least, and collect nothing');
  const selecting = addSelectionOptions(command)
    .option('--catalogue <file>', 'Collect what your own recommendations need, too')
    .addOption(listOption('--policies <path>', 'Collect what these policies need, too; again for more'))
    .addOption(listOption('--initiative <file>', 'Collect what the policies of this initiative need, too; again for more'))
    .option('--no-shipped', 'Nothing for the shipped recommendations')
    .optionsGroup('Who asks whom:');
  return addConnectionOptions(selecting)
    .option('-q, --quiet', 'Nothing on standard error but errors')
    .addHelpText('after', examples)
    .action(async (options: CommandOptions) => {
      context.exit(await run(options, context.terminal));
    });
}

const examples = `
Examples:
  plumbline collect --plan
  plumbline collect --out export/ && plumbline scan export/
  plumbline collect --management-group production --out export/

Exit codes: 0 collected, 2 not collected, 3 collected, but something was refused:
the export names it, and a scan does not judge it.`;

async function run(options: CommandOptions, terminal: Terminal): Promise<ExitCode> {
  const { out, plan } = options;
  if (out === undefined && plan !== true) {
    throw new OperationError('usage', 'There is no folder for the export. Expected --out FOLDER, or --plan.', {
      hint: 'Such as: plumbline collect --out export/',
    });
  }
  const [{ chosenCatalogue }, collecting] = await Promise.all([import('../catalogue-choice.ts'), import('@plumbline/collect')]);
  const { catalogue } = await chosenCatalogue(options, terminal);
  const shared = { ...(await collectRequest(options, terminal)), catalogue, signal: terminal.signal };
  const line = lineOn(terminal, options.quiet === true);
  try {
    if (plan === true || out === undefined) {
      await terminal.stdout.write(planText(await collecting.requestPlan(shared)));
      return exitCodes.scored;
    }
    const result = await collecting.collect({ ...shared, out: resolve(terminal.cwd, out), onProgress: line.show });
    line.end();
    if (options.quiet !== true) await terminal.stderr.write(resultText(result, out, collecting.refusedTypes));
    return result.refused.length > 0 || result.differences.length > 0 ? exitCodes.partlyRead : exitCodes.scored;
  } catch (error) {
    line.end();
    if (terminal.signal.aborted) throw new OperationError('interrupted', 'Interrupted.');
    if (error instanceof collecting.CollectError)
      throw new OperationError('not-collected', error.message, { hint: error.hint, cause: error });
    throw error;
  }
}

function planText({ planned, requests, leastMs, subscriptions }: RequestPlan): string {
  const lines = planned.map((one) => {
    const known = one.requests === undefined ? '?' : count(one.requests);
    return `${known.padStart(8)}  ${one.what}\n          ${one.request}`;
  });
  const unknown = planned.some((one) => one.requests === undefined) ? '; where a ? stands, nobody can tell before' : '';
  return visibleLines(
    `${lines.join('\n')}\n\n${counted(requests, 'request')} for ${counted(subscriptions, 'subscription')}${unknown}.\nUnder the documented limits they take at least ${durationText(leastMs)}.\n`,
  );
}

function resultText(result: CollectResult, out: string, refusedTypes: typeof import('@plumbline/collect').refusedTypes): string {
  const redacted = result.redacted > 0 ? ` ${counted(result.redacted, 'value')} that looked like secrets were left out.` : '';
  const lines = [
    `${counted(result.things, 'thing')} of ${counted(result.subscriptions, 'subscription')} collected into ${out} with ${counted(result.requests, 'request')}${result.isResumed ? ', going on where the last collection stopped' : ''}.${redacted}`,
    ...result.notes,
    ...Array.from(
      refusedTypes(result.refused),
      ([type, { count: places, reason, status }]) =>
        `Not readable: ${type} in ${counted(places, 'place')} (${status === undefined ? '' : `${status} `}${reason}). What needs it is not assessed there.`,
    ),
  ];
  return lines.map((line) => `${visible(line)}\n`).join('');
}

function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

/** `7 s`, `4 min`, `2 h 10 min` */
export function durationText(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 100) return `${Math.max(1, seconds)} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A line on standard error; none in a pipe, none when quiet. */
function lineOn({ stderr, now }: Terminal, isQuiet: boolean) {
  if (isQuiet || !stderr.isTTY) return { show: undefined, end: () => {} };
  let next = 0;
  let isShown = false;
  const write = (text: string) => void stderr.write(`\r\u001B[K${text}`).catch(() => false);
  return {
    show: ({ phase, things, requests, remaining, remainingMs, waitingMs }: Progress) => {
      const time = now().getTime();
      if (time < next) return;
      next = time + 200;
      isShown = true;
      const left = remainingMs === undefined ? '' : `, about ${durationText(remainingMs)} left`;
      const waiting = waitingMs > 1000 ? `, waiting ${durationText(waitingMs)} as Azure asks` : '';
      const text = `Collecting: ${count(things)} things, ${count(requests)} of ${count(requests + remaining)} requests${left}${waiting}: ${phase}`;
      write(visible(text).slice(0, Math.max(20, (stderr.columns ?? 80) - 1)));
    },
    end: () => {
      if (isShown) write('');
      isShown = false;
    },
  };
}
