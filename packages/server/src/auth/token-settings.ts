import type { Settings } from '@plumbline/store';
import type { TokenBook, TokenRecord } from './token.ts';
import { tokenRecordSchema } from './token-record.ts';

const prefix = 'tokens/';

/** Milliseconds for which a token that was found is believed: a revoked one ends within this time on every server. */
const believedMs = 2_000;

/** Tokens in a database that several servers share. */
export function tokenSettings(settings: Settings, clock: () => number = Date.now): TokenBook {
  const found = new Map<string, { readonly record: TokenRecord; readonly until: number }>();
  return {
    async list() {
      const rows = await settings.list(prefix);
      return rows.flatMap(({ value }) => tokenRecordSchema.safeParse(value).data ?? []);
    },
    async find(id) {
      const known = found.get(id);
      if (known !== undefined && known.until > clock()) return known.record;
      found.delete(id);
      const record = tokenRecordSchema.safeParse(await settings.get(prefix + id)).data;
      if (record !== undefined) found.set(id, { record, until: clock() + believedMs });
      return record;
    },
    async add(record) {
      await settings.set(prefix + record.id, { ...record, scopes: record.scopes === null ? null : [...record.scopes] });
    },
    async remove(id) {
      found.delete(id);
      if ((await settings.get(prefix + id)) === undefined) return false;
      await settings.set(prefix + id, undefined);
      return true;
    },
  };
}
