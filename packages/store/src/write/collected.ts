// What is said of an estate besides its things: which types are there completely, and what nobody was allowed to read.
import type { NotPermitted } from '@plumbline/inventory';
import { type Context, placeOf } from '../context.ts';
import { type Reader, textAt } from '../database.ts';
import { tables } from '../tables.ts';
import type { Work } from './work.ts';

/** Kept among the settings: it is one list, and replaced as one. */
const settingName = 'collected/not-permitted';

export function declare(work: Work, place: string): void {
  work.undeclared.delete(place);
  if (!work.mirror.context.declared.has(place)) work.declaredChanges.add(place);
}

/** What was refused for a whole subscription, or everywhere, is no longer known to be complete there; what is stored of it stays. */
export function refuse(work: Work, notPermitted: readonly NotPermitted[]): void {
  const { context } = work.mirror;
  if (JSON.stringify(notPermitted) !== JSON.stringify(context.notPermitted)) work.notPermitted = notPermitted;
  for (const { type, scope } of notPermitted) {
    const place = placeOf(scope, type);
    if (place === undefined) continue;
    for (const one of place.startsWith('* ') ? context.declared : [place, `* ${type}`]) {
      if (!one.endsWith(` ${type}`)) continue;
      work.declaredChanges.delete(one);
      if (context.declared.has(one)) work.undeclared.add(one);
    }
  }
}

/** Whether anything was noted that every process holds in memory. */
export function isContextNoted(work: Work): boolean {
  return work.contextChanges.size > 0 || isCollectedNoted(work);
}

export function isCollectedNoted({ declaredChanges, undeclared, notPermitted }: Work): boolean {
  return declaredChanges.size + undeclared.size > 0 || notPermitted !== undefined;
}

export function collectedAfter(work: Work): Pick<Context, 'declared' | 'notPermitted'> {
  const { declared, notPermitted } = work.mirror.context;
  const after = new Set([...declared, ...work.declaredChanges]);
  for (const place of work.undeclared) after.delete(place);
  return { declared: after, notPermitted: work.notPermitted ?? notPermitted };
}

export async function writeCollected({ transaction, undeclared, declaredChanges, notPermitted }: Work): Promise<void> {
  const rowsOf = (places: ReadonlySet<string>) => [...places].map((place) => place.split(' '));
  await transaction.remove('declared', tables.declared, rowsOf(undeclared));
  await transaction.insert('declared', tables.declared, rowsOf(declaredChanges), 'ON CONFLICT (subscription, type) DO NOTHING');
  if (notPermitted === undefined) return;
  await transaction.insert(
    'setting',
    tables.setting,
    [[settingName, JSON.stringify(notPermitted)]],
    'ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
}

export async function notPermittedIn(reader: Reader): Promise<readonly NotPermitted[]> {
  const [row] = await reader.query('SELECT value FROM setting WHERE name = $1', [settingName]);
  return row === undefined ? [] : (JSON.parse(textAt(row, 'value')) as readonly NotPermitted[]);
}
