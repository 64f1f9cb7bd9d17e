import type { CatalogueProblem } from '@plumbline/catalogue';
import type { ReadingAccount } from '@plumbline/inventory';
import { counted } from './drawing/number.ts';
import { visible } from './drawing/visible.ts';
import { catalogueProblemText } from './problems.ts';

/** What is said on standard error about an input that was read in part, after the result of a command that does not list it itself. */
export function afterword(
  read: { readonly account: Pick<ReadingAccount, 'problems' | 'refused'>; readonly catalogueProblems: readonly CatalogueProblem[] },
  options: { readonly quiet?: true; readonly allowPartial?: true },
): { readonly text: string; readonly isPartial: boolean } {
  const { problems, refused } = read.account;
  const isUnread = problems.length > 0 || refused > 0;
  const notes = read.catalogueProblems.map((problem) => `Catalogue: ${catalogueProblemText(problem)}`);
  if (isUnread) {
    const left = refused > 0 ? `, ${counted(refused, 'thing')} left out` : '';
    const advice = options.allowPartial === true ? '' : ' plumbline scan lists them; --allow-partial accepts it.';
    notes.push(`Part of the input could not be read (${counted(problems.length, 'problem')}${left}).${advice}`);
  }
  return {
    text: options.quiet === true ? '' : notes.map((note) => `${visible(note)}\n`).join(''),
    isPartial: (isUnread || notes.length > 0) && options.allowPartial !== true,
  };
}
