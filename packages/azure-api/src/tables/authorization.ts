import { typesOf } from '../objects/kinds.ts';
import { selectionOf } from '../selection.ts';
import { documentsOf, type Reading, type Rows, rowOf } from './table.ts';

/** Who has which role; what a role is stands above all subscriptions. */
export async function* authorizationRows(reading: Reading): Rows {
  const { store } = reading.call.services;
  const { value } = await store.types(reading.selection);
  const seen = new Set<string>();
  for await (const document of documentsOf(reading, typesOf(value, 'authorization'))) {
    seen.add(document.key);
    yield rowOf(document, reading);
  }
  const tenant = { ...reading, selection: selectionOf(reading.call) };
  for await (const document of documentsOf(tenant, ['microsoft.authorization/roledefinitions'])) {
    if (document.subscription === '' && !seen.has(document.key)) yield rowOf(document, reading);
  }
}
