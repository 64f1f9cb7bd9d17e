import type { MovedBy } from './answers.ts';

type Cause = MovedBy['items'][number]['cause'];

/** What each cause did, wherever it did it: the greatest first. */
export function causeTotals(items: MovedBy['items']): readonly { readonly cause: Cause; readonly amount: number }[] {
  const totals = new Map<Cause, number>();
  for (const { cause, amount } of items) totals.set(cause, (totals.get(cause) ?? 0) + amount);
  return [...totals].map(([cause, amount]) => ({ cause, amount })).sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
}
