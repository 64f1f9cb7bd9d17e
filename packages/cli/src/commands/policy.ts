import type { Command } from 'commander';
import { type CommandContext, newCommand } from './command.ts';

/** `plumbline policy …`: the Azure Policy language by itself. Only the subcommand that is asked for is loaded. */
export async function policyCommand(context: CommandContext, args: readonly string[]): Promise<Command> {
  const command = newCommand('policy', context).description(
    'Work with Azure Policy definitions: check, evaluate, explain and test them, offline.',
  );
  const subcommands = [
    {
      name: 'check',
      usage: '<paths...>',
      summary: 'Compile everything and list every problem',
      load: async () => (await import('./policy-check.ts')).policyCheckCommand(context),
    },
    {
      name: 'evaluate',
      usage: '<definition> --resources <inputs...>',
      summary: 'One verdict a resource',
      load: async () => (await import('./policy-evaluate.ts')).policyEvaluateCommand(context),
    },
    {
      name: 'explain',
      usage: '<definition> --resources <inputs...>',
      summary: 'The rule as a tree: what was found, what decided',
      load: async () => (await import('./policy-explain.ts')).policyExplainCommand(context),
    },
    {
      name: 'test',
      usage: '<paths...>',
      summary: 'Run the *.cases.json files beside definitions',
      load: async () => (await import('./policy-test.ts')).policyTestCommand(context),
    },
  ];
  for (const { name, usage, summary, load } of subcommands) {
    if (args.includes(name)) command.addCommand((await load()).summary(summary));
    else command.addCommand(newCommand(`policy ${name}`, context).summary(summary).usage(usage));
  }
  return command;
}
