import { OperationError } from '../operation-error.ts';
import { hoursOf } from './hours.ts';

/** A score to be reached. */
export interface Target {
  /** As the user named it; undefined: whatever `--scope` selects. */
  readonly scope: string | undefined;
  readonly atLeast: { readonly points: number } | { readonly percentage: number };
  /** `75%` or `600` */
  readonly text: string;
}

/** Parses `75%`, `600`, or `shop-production=75%` for a scope of its own. */
export function targetOf(text: string): Target {
  const match = /^(?:(?<scope>.+)=)?\s*(?<number>\d{1,12}(?:\.\d{1,12})?)\s*(?<percent>%?)$/.exec(text.trim());
  const number = match?.groups?.['number'];
  if (number === undefined) {
    throw new OperationError('usage', `--target ${text}: expected points or a percentage.`, {
      hint: 'Such as --target 600, --target 75%, or --target my-management-group=75% for a scope of its own.',
    });
  }
  const scope = match?.groups?.['scope']?.trim();
  if (match?.groups?.['percent'] !== '%') return { scope, atLeast: { points: Number(number) }, text: number };
  const percentage = Number(`${number}e-2`);
  if (percentage > 1) {
    throw new OperationError('usage', `--target ${text}: more than 100% can never be reached.`, {
      hint: 'Give points without the % sign.',
    });
  }
  return { scope, atLeast: { percentage }, text: `${number}%` };
}

/** Parses `40h`, `5d`, `90m` or `40`, in hours. */
export function budgetOf(text: string): number {
  const hours = hoursOf(text);
  if (hours === undefined) {
    throw new OperationError('usage', `--budget ${text}: expected an amount of work, zero or more.`, {
      hint: 'Such as --budget 40h, --budget 5d (days of 8 hours) or --budget 90m.',
    });
  }
  return hours;
}
