import { typesOf } from '../objects/kinds.ts';
import { documentsOf, isLookedInto, type Reading, type Rows, rowOf } from './table.ts';

/** Everything that is neither container nor about others. */
export async function* resourceRows(reading: Reading): Rows {
  const { value } = await reading.call.services.store.types(reading.selection);
  for await (const document of documentsOf(reading, typesOf(value, 'resource'), { isBare: !isLookedInto(reading) }))
    yield rowOf(document, reading);
}
