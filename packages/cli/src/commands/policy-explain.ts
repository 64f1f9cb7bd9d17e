import type { Explanation, JsonValue, Resource } from '@plumbline/policy';
import type { Command } from 'commander';
import { visible } from '../drawing/visible.ts';
import { exitCodes } from '../exit-code.ts';
import { writeToFile, writeToTerminal } from '../output.ts';
import { type CommandContext, newCommand } from './command.ts';
import { addJudgeOptions, type JudgeOptions } from './policy-evaluate.ts';

export function policyExplainCommand(context: CommandContext): Command {
  return addJudgeOptions(newCommand('policy explain', context))
    .description('Show a rule as a tree over each resource: every condition, what was found, whether it holds, and the verdict.')
    .action(async (file: string, options: JudgeOptions) => {
      const { terminal } = context;
      const [{ onePolicy }, { resourcesIn }] = await Promise.all([import('../policy/one-policy.ts'), import('../policy/resources.ts')]);
      const { policy, notes } = await onePolicy(file, options, terminal.cwd);
      const resources = await resourcesIn(options.resources, options, terminal);
      const pieces = function* () {
        for (const resource of resources.list) {
          const setting = resources.contextFor(resource);
          const verdict = resources.verdictOf(policy, resource);
          // A rule for other types says nothing about this one, and a tree of misses would hide the rest.
          if (verdict.compliance === 'NotApplicable' && resources.list.length > 1) continue;
          const { if: condition, existence } = policy.explain(resource, setting);
          const reason = 'reason' in verdict ? `: ${verdict.reason}` : 'needs' in verdict ? `: needs ${verdict.needs}` : '';
          const effect = 'effect' in verdict ? ` (${verdict.effect})` : '';
          yield `${visible(nameOf(resource))}\n  ${verdict.compliance}${effect}${visible(reason)}\n`;
          yield `  if\n${treeOf(condition, 2)}`;
          for (const [index, candidate] of (existence ?? []).entries())
            yield `  existence condition on candidate ${index + 1}\n${treeOf(candidate, 2)}`;
          if (existence !== undefined && existence.length === 0) yield '  existence condition: no candidate was found\n';
        }
      };
      if (options.output === undefined) await writeToTerminal(pieces(), terminal);
      else await writeToFile(pieces(), options.output, terminal);
      for (const line of [...notes, ...resources.complaints]) await terminal.stderr.write(`${line}\n`);
      context.exit(resources.complaints.length > 0 ? exitCodes.partlyRead : exitCodes.scored);
    });
}

/** One line a condition; the mark says whether it holds, and a question mark that it could not be judged. */
function treeOf(explanation: Explanation, depth: number): string {
  const mark = explanation.result === undefined ? '?' : explanation.result ? '✓' : '✗';
  const indent = '  '.repeat(depth);
  if (explanation.kind !== 'test')
    return `${indent}${mark} ${explanation.kind}\n${explanation.of.map((part) => treeOf(part, depth + 1)).join('')}`;
  const { subject = '', operator = '', found, expected, failure } = explanation;
  const because = failure === undefined ? '' : ` — ${failure}`;
  return `${indent}${mark} ${visible(`${subject} ${operator} ${shown(expected)}; found ${shown(found)}${because}`)}\n`;
}

function nameOf(resource: Resource): string {
  const { id, name } = resource;
  return typeof id === 'string' ? id : typeof name === 'string' ? name : 'a resource without an id';
}

function shown(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}
