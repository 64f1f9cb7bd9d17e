import type { Status } from '@plumbline/score';

/** Statuses as rows hold them. */
export type Letter = 'h' | 'u' | 'n' | 'x';

export const letterOf: Readonly<Record<Status, Letter>> = { Healthy: 'h', Unhealthy: 'u', NotApplicable: 'n', NotAssessed: 'x' };
export const statusOf: Readonly<Record<Letter, Status>> = { h: 'Healthy', u: 'Unhealthy', n: 'NotApplicable', x: 'NotAssessed' };

export function letterIn(text: string): Letter {
  if (text === 'h' || text === 'u' || text === 'n' || text === 'x') return text;
  throw new Error(`${text} is no status.`);
}
