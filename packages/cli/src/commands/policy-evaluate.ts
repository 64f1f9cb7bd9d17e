import type { Command } from 'commander';
import { exitCodes } from '../exit-code.ts';
import { writeToFile, writeToTerminal } from '../output.ts';
import { type CommandContext, newCommand } from './command.ts';
import { timeOf } from './estate-options.ts';

export interface JudgeOptions {
  readonly resources: readonly string[];
  readonly parameters?: string;
  readonly aliases?: string;
  readonly at?: string;
  readonly output?: string;
}

/** The options that `evaluate` and `explain` share. */
export function addJudgeOptions(command: Command): Command {
  return command
    .argument('<definition>', 'File of the policy definition')
    .requiredOption('-r, --resources <inputs...>', 'Exports with the resources, also those that the rule looks up; - is standard input')
    .option('-p, --parameters <file>', 'Values of parameters: {"name": value}')
    .option('--aliases <file>', 'A catalogue of aliases of your own, besides the shipped one')
    .option('--at <time>', 'The instant of utcNow(), such as 2026-11-24T08:00Z (default: now)', timeOf)
    .option('-o, --output <file>', 'Write to a file');
}

export function policyEvaluateCommand(context: CommandContext): Command {
  return addJudgeOptions(newCommand('policy evaluate', context))
    .description('Judge every resource by one definition: a line of JSON for each, with compliance, effect and what decided.')
    .action(async (file: string, options: JudgeOptions) => {
      const { terminal } = context;
      const [{ onePolicy }, { resourcesIn }] = await Promise.all([import('../policy/one-policy.ts'), import('../policy/resources.ts')]);
      const { policy, notes } = await onePolicy(file, options, terminal.cwd);
      const resources = await resourcesIn(options.resources, options, terminal);
      const lines = function* () {
        for (const resource of resources.list) {
          const setting = resources.contextFor(resource);
          const verdict = resources.verdictOf(policy, resource);
          const decision = 'effect' in verdict ? policy.decide(resource, setting) : undefined;
          yield `${JSON.stringify({ resource: resource['id'] ?? null, type: resource['type'] ?? null, ...verdict, ...(decision === undefined ? {} : { decision }) })}\n`;
        }
      };
      if (options.output === undefined) await writeToTerminal(lines(), terminal);
      else await writeToFile(lines(), options.output, terminal);
      for (const line of [...notes, ...resources.complaints]) await terminal.stderr.write(`${line}\n`);
      context.exit(resources.complaints.length > 0 ? exitCodes.partlyRead : exitCodes.scored);
    });
}
