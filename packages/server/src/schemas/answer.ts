import { z } from 'zod';

/** What stands around every answer but the score report itself. */
export const moment = {
  sequence: z.int().min(0).describe('The moment that this is true for; grows with every change.'),
  at: z.string().describe('When that was, ISO 8601 UTC.'),
  partial: z.boolean().describe('True when the token may not read all of what was asked for: this is computed from the rest.'),
};

/** @returns the schema of an answer: the moment, and what was asked for. */
export function answerOf<T extends z.ZodRawShape>(shape: T): z.ZodObject<typeof moment & T> {
  return z.object({ ...moment, ...shape });
}

/** @returns the schema of a page of items. */
export function pageOf<T extends z.ZodType>(item: T) {
  return answerOf({ items: z.array(item), next: z.string().nullable().describe('For `after`; null at the end.') });
}
