// Counts everything once more from the rows, and says where the kept counts differ.
import { numberAt, type Reader, type Row, textAt } from './database.ts';
import { letterIn } from './letter.ts';
import type { State } from './state.ts';

const mostFindings = 100;

export async function recounted(state: State): Promise<readonly string[]> {
  return state.database.snapshot(async (reader) => {
    const findings: string[] = [];
    await compare(reader, findings, 'the counts of shapes', {
      kept: 'SELECT subscription, shape AS name, count FROM profile WHERE count <> 0',
      counted:
        'SELECT subscription, shape AS name, count(*) AS count FROM resource WHERE deleted = 0 AND shape <> 0 GROUP BY subscription, shape',
    });
    await compare(reader, findings, 'the tallies', {
      kept: "SELECT subscription, recommendation || '' || status AS name, count FROM tally WHERE count <> 0",
      counted:
        "SELECT subscription, recommendation || '' || status AS name, count(*) AS count FROM assessment GROUP BY subscription, recommendation, status",
    });
    await compareShapes(state, reader, findings);
    const [unjudged] = await reader.query('SELECT count(*) AS count FROM resource WHERE deleted = 0 AND shape = 0');
    const missing = unjudged === undefined ? 0 : numberAt(unjudged, 'count');
    if (missing > 0) findings.push(`${missing} resources were never judged.`);
    return findings.slice(0, mostFindings);
  });
}

async function compare(
  reader: Reader,
  findings: string[],
  what: string,
  { kept, counted }: { readonly kept: string; readonly counted: string },
): Promise<void> {
  const nameOf = (row: Row) => `${textAt(row, 'subscription')} ${String(row['name'])}`;
  const keptByName = new Map((await reader.query(kept)).map((row) => [nameOf(row), numberAt(row, 'count')]));
  for (const row of await reader.query(counted)) {
    const name = nameOf(row);
    const found = numberAt(row, 'count');
    const expected = keptByName.get(name) ?? 0;
    keptByName.delete(name);
    if (found !== expected) findings.push(`Of ${what} ${name} is kept as ${expected}, and there are ${found}.`);
  }
  for (const [name, count] of keptByName) findings.push(`Of ${what} ${name} is kept as ${count}, and there are none.`);
}

/** Whether each resource's assessments are those that its shape says. */
async function compareShapes(state: State, reader: Reader, findings: string[]): Promise<void> {
  const used = await reader.query('SELECT DISTINCT shape FROM resource WHERE deleted = 0');
  await state.setup.shapes.load(
    reader,
    used.map((row) => numberAt(row, 'shape')),
  );
  const places = await reader.query('SELECT subscription FROM place ORDER BY subscription');
  for (const place of places) {
    const subscription = textAt(place, 'subscription');
    const rows = await reader.query(
      'SELECT rid, recommendation, status FROM assessment WHERE subscription = $1 ORDER BY rid, recommendation',
      [subscription],
    );
    const statuses = new Map<number, string>();
    for (const row of rows) {
      const rid = numberAt(row, 'rid');
      statuses.set(rid, `${statuses.get(rid) ?? ''}${numberAt(row, 'recommendation')}${letterIn(textAt(row, 'status'))}`);
    }
    const resources = await reader.query('SELECT rid, key, shape FROM resource WHERE subscription = $1 AND deleted = 0 AND shape <> 0', [
      subscription,
    ]);
    for (const row of resources) {
      const shape = state.setup.shapes.get(numberAt(row, 'shape'));
      const expected = shape.statuses.map(([ordinal, letter]) => `${ordinal}${letter}`).join('');
      const found = statuses.get(numberAt(row, 'rid')) ?? '';
      if (found !== expected) findings.push(`The assessments of ${textAt(row, 'key')} are not those that it is counted with.`);
    }
  }
}
