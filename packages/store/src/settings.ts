import type { JsonValue } from '@plumbline/policy';
import { textAt } from './database.ts';
import { OperationError } from './operation-error.ts';
import { likeOf } from './read/resource-rows.ts';
import type { State } from './state.ts';
import type { Settings } from './store.ts';
import { tables } from './tables.ts';

export function settingsOf({ database }: Pick<State, 'database'>): Settings {
  return {
    get: (name) =>
      database.snapshot(async (reader) => {
        const [row] = await reader.query('SELECT value FROM setting WHERE name = $1', [name]);
        return row === undefined ? undefined : (JSON.parse(textAt(row, 'value')) as JsonValue);
      }),
    set(name, value) {
      if (name === '' || name.length > 200) {
        throw new OperationError('bad-request', 'The name of a setting is empty or too long.', { hint: 'Use at most 200 characters.' });
      }
      return database.write(async (transaction) => {
        if (value === undefined) await transaction.run('DELETE FROM setting WHERE name = $1', [name]);
        else {
          await transaction.insert(
            'setting',
            tables.setting,
            [[name, JSON.stringify(value)]],
            'ON CONFLICT (name) DO UPDATE SET value = excluded.value',
          );
        }
      });
    },
    list: (prefix) =>
      database.snapshot(async (reader) => {
        const pattern = likeOf(prefix).slice(1);
        const rows = await reader.query(`SELECT name, value FROM setting WHERE lower(name) LIKE $1 ESCAPE '\\' ORDER BY name`, [pattern]);
        return rows
          .map((row) => ({ name: textAt(row, 'name'), value: JSON.parse(textAt(row, 'value')) as JsonValue }))
          .filter(({ name }) => name.startsWith(prefix));
      }),
  };
}
