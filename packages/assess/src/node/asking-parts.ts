// Questions that parts of an estate have about each other.
import { subscriptionOf } from '../arm-id.ts';
import type { Question } from '../part.ts';
import type { EstateLines } from './estate-lines.ts';
import type { Pool } from './pool.ts';
import type { Answer, AssessedPart, PartLines } from './tasks.ts';

/** A part that others have to answer. */
export interface Asking {
  readonly position: number;
  readonly questions: readonly Question[];
}

/** Questions may lead to further ones, as from a machine to its interface to the interface's subnet. */
export async function answered(
  asking: readonly Asking[],
  { pool, all, lines }: { readonly pool: Pool; readonly all: readonly (() => PartLines)[]; readonly lines: EstateLines },
  take: (result: AssessedPart, position: number, part: PartLines) => void,
): Promise<void> {
  const positionBySubscription = new Map<string, number>();
  for (const [position, part] of all.entries()) for (const id of part().subscriptions) positionBySubscription.set(id, position);
  const answers = new Map<string, Answer>();
  let open = asking;
  while (open.length > 0) {
    const questionsByPosition = new Map<number, Question[]>();
    for (const question of new Map(open.flatMap(({ questions }) => questions.map((one) => [JSON.stringify(one), one]))).values()) {
      const position = positionBySubscription.get(subscriptionOf(question.key) ?? '');
      if (position === undefined) continue;
      questionsByPosition.set(position, [...(questionsByPosition.get(position) ?? []), question]);
    }
    await forEach(pool.size, questionsByPosition, async ([position, questions]) => {
      const part = all[position]?.();
      if (part === undefined) return;
      for (const answer of await pool.run({ kind: 'answer', part, questions })) answers.set(answer[0], answer);
    });
    const known = [...answers.values()];
    const still: Asking[] = [];
    await forEach(pool.size, open, async ({ position }) => {
      const part = all[position]?.();
      if (part === undefined) return;
      const result = await pool.run({ kind: 'assess', part, answers: known });
      const questions = result.counts.questions.filter(({ key }) => lines.has(subscriptionOf(key) ?? ''));
      if (questions.length === 0) take(result, position, part);
      else still.push({ position, questions });
    });
    open = still;
  }
}

/** Does something for each, `width` at the same time; nothing more is begun when one of them fails. */
export async function forEach<T>(width: number, items: Iterable<T>, act: (item: T, position: number) => Promise<void>): Promise<void> {
  const iterator = items[Symbol.iterator]();
  let position = 0;
  let isOver = false;
  const lane = async () => {
    for (let next = iterator.next(); !isOver && next.done !== true; next = iterator.next()) {
      const own = position;
      position += 1;
      try {
        await act(next.value, own);
      } catch (error) {
        isOver = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
}
