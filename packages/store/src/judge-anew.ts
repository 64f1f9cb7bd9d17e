// Everything is judged again: the catalogue is another one, or what the estate assigns is.
import { subscriptionOf } from '@plumbline/inventory';
import { assessmentType } from './context.ts';
import { numberAt, textAt } from './database.ts';
import { keptCatalogue } from './fingerprint.ts';
import { placesIn, policyEstateIn } from './policy-estate.ts';
import { bodiesOf, entryFrom, resourceColumns, storedResourceIn } from './rows.ts';
import { chosenFor, numberIn, ordinalsFrom, setupFor } from './setup-for.ts';
import { tables } from './tables.ts';
import { answersFor } from './write/answers.ts';
import { currentContext } from './write/effects.ts';
import { addRid, type Work } from './write/work.ts';

/** Makes the catalogue anew where policies are judged and this work has touched what decides where they hold. */
export async function renewSetup(work: Work): Promise<void> {
  const { options, shapes } = work.setup;
  if (!work.isPolicyTouched || typeof options.catalogue !== 'function') return;
  const { transaction } = work;
  const places = [...(await placesIn(transaction)), ...work.lastRids.keys()];
  const chosen = chosenFor(options, await policyEstateIn(transaction, await currentContext(work), places));
  if (chosen.fingerprint === work.setup.fingerprint) return;
  const ordinals = ordinalsFrom(chosen, await numberIn(transaction, chosen));
  work.setup = setupFor(chosen, { options, shapes, ordinals });
  work.answers = answersFor(work.setup.plan.keptPathsByType);
  await noteAnew(work);
}

/** Notes that all live resources are to be judged, by the work's catalogue from now on. */
export async function noteAnew(work: Work): Promise<void> {
  const { transaction, setup } = work;
  await transaction.lock(['catalogue'], 'exclusive');
  await transaction.insert(
    'catalogue',
    tables.catalogue,
    [[setup.fingerprint, keptCatalogue(setup.catalogue)]],
    'ON CONFLICT (fingerprint) DO NOTHING',
  );
  await transaction.run('UPDATE head SET catalogue = $1 WHERE id = 1', [setup.fingerprint]);
  for (const subscription of [...new Set([...(await placesIn(transaction)), ...work.lastRids.keys()])].sort()) {
    const rids = await transaction.query('SELECT rid FROM resource WHERE subscription = $1 AND deleted = 0', [subscription]);
    for (const row of rids) addRid(work.dirty, subscription, numberAt(row, 'rid'));
    await noteAssessments(work, subscription);
  }
}

/** Assessments from outside may name recommendations that are known only now. */
async function noteAssessments(work: Work, subscription: string): Promise<void> {
  const { transaction, setup } = work;
  const old = await transaction.query('SELECT subscription, resource_key, source_key FROM imported WHERE subscription = $1', [
    subscription,
  ]);
  for (const row of old) {
    work.importedRemoved.push([textAt(row, 'subscription'), textAt(row, 'resource_key'), textAt(row, 'source_key')]);
    work.assessedKeys.add(textAt(row, 'resource_key'));
    work.namedKeys.set(textAt(row, 'resource_key'), textAt(row, 'subscription'));
  }
  const rows = await transaction.query(
    `SELECT ${resourceColumns} FROM resource WHERE subscription = $1 AND type = $2 AND deleted = 0 AND implied = 0`,
    [subscription, assessmentType],
  );
  const stored = rows.map(storedResourceIn);
  const bodies = await bodiesOf(
    transaction,
    subscription,
    stored.map(({ rid }) => rid),
  );
  for (const row of stored) {
    const body = bodies.get(row.rid);
    const read = body === undefined ? undefined : setup.readImported(entryFrom(row, body));
    if (read === undefined || !('planned' in read)) continue;
    work.importedAdded.set(row.key, read);
    work.assessedKeys.add(read.resourceKey);
    work.namedKeys.set(read.resourceKey, subscriptionOf(read.resourceKey) ?? '');
  }
}
