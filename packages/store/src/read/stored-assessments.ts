import type { Assessment } from '@plumbline/assess';
import { numberAt, textAt, textOrNullAt } from '../database.ts';
import { letterIn, statusOf } from '../letter.ts';
import type { State } from '../state.ts';

/** Every assessment as the rows hold it, without reasons: by key, then in the order of the catalogue, like a run's. */
export async function storedAssessmentsIn(state: State): Promise<readonly Assessment[]> {
  const { ordinals } = state.setup;
  return state.database.snapshot(async (reader) => {
    const rows = await reader.query(
      `SELECT r.key, r.id, r.type, r.subscription, a.recommendation, a.status, a.raw, a.cause, a.needs, a.imported
       FROM assessment a JOIN resource r ON r.subscription = a.subscription AND r.rid = a.rid`,
    );
    const found = rows.map((row) => {
      const ordinal = numberAt(row, 'recommendation');
      const cause = textOrNullAt(row, 'cause');
      const needs = textOrNullAt(row, 'needs');
      // What an exemption decides is decided here, whoever decided before.
      const isExempted = cause === 'Exempt' && (textAt(row, 'raw') === 'h' || textAt(row, 'raw') === 'u');
      const assessment: Assessment = {
        recommendation: ordinals.keyOf(ordinal),
        resource: textAt(row, 'id'),
        type: textAt(row, 'type'),
        subscription: textAt(row, 'subscription'),
        status: statusOf[letterIn(textAt(row, 'status'))],
        ...(cause === null ? {} : { cause: cause as NonNullable<Assessment['cause']> }),
        ...(needs === null ? {} : { needs }),
        decidedBy: numberAt(row, 'imported') === 1 && !isExempted ? 'input' : 'rule',
      };
      return { key: textAt(row, 'key'), index: ordinals.indexOf(ordinal) ?? -1, assessment };
    });
    found.sort((a, b) => (a.key === b.key ? a.index - b.index : a.key < b.key ? -1 : 1));
    return found.map(({ assessment }) => assessment);
  });
}
