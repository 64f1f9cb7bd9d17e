// A text that occurs nowhere would be found out by looking at every id. So what ids are made of, each word once, is held in memory by
// subscription: a tenth of the ids themselves, and looked through hundreds of times as quickly.
import type { Database, Reader } from '../database.ts';
import { numberAt, textAt } from '../database.ts';
import type { Part } from '../selection.ts';
import { turn } from '../turn.ts';
import type { View } from './view.ts';

/** The words of a subscription's ids, up to and with the resource of this number. Resources that are gone count: they only cost a look. */
interface Words {
  readonly rid: number;
  readonly text: string;
}

/** Subscriptions, by whether an id there can hold a text. */
export interface WordBook {
  narrowed(reader: Reader, parts: ReadonlyMap<string, Part>, text: string): Promise<ReadonlyMap<string, Part>>;
  /** Ends when all is known that is to be known. */
  readonly building: Promise<void>;
}

const mostBytes = 256 << 20;
/** More that came at once than is worth being looked at within a search. */
const mostNew = 2000;
const atOnce = 64;

/** Fills itself from the first search on, beside it; until then, and where memory would not do, every subscription counts as one that can. */
export function wordBook(database: Database): WordBook {
  const known = new Map<string, Words>();
  let building: Promise<void> = Promise.resolve();
  let isBuilding = false;

  const build = async (subscriptions: readonly string[]) => {
    let bytes = [...known.values()].reduce((sum, { text }) => sum + text.length, 0);
    for (const subscription of subscriptions) {
      if (bytes > mostBytes) return;
      const words = await database.aside(async (reader) => {
        const lastRids = await lastRidsIn(reader);
        return wordsAfter(reader, subscription, { from: none, to: lastRids.get(subscription) ?? 0 });
      });
      known.set(subscription, words);
      bytes += words.text.length;
      await turn();
    }
  };
  const begin = (subscriptions: readonly string[]) => {
    if (isBuilding || subscriptions.length === 0) return;
    isBuilding = true;
    // Searches are as right without it, and the next one begins anew.
    building = build(subscriptions)
      .catch(() => {})
      .finally(() => {
        isBuilding = false;
      });
  };

  return {
    async narrowed(reader, parts, text) {
      // What is asked for may stand in several words, each of which has to be there.
      const wanted = text
        .toLowerCase()
        .split('/')
        .filter((word) => word !== '');
      const lastRids = await lastRidsIn(reader);
      const missing: string[] = [];
      const found = new Map<string, Part>();
      let looked = 0;
      for (const [subscription, part] of parts) {
        looked += 1;
        if (looked % atOnce === 0) await turn();
        const lastRid = lastRids.get(subscription);
        // Nothing was ever there.
        if (lastRid === undefined) continue;
        let words = known.get(subscription);
        if (words !== undefined && words.rid < lastRid && lastRid - words.rid <= mostNew) {
          words = await wordsAfter(reader, subscription, { from: words, to: lastRid });
          known.set(subscription, words);
        }
        if (words === undefined || words.rid < lastRid) missing.push(subscription);
        else if (!wanted.every((word) => words.text.includes(word))) continue;
        found.set(subscription, part);
      }
      begin(missing);
      return found;
    },
    get building() {
      return building;
    },
  };
}

async function lastRidsIn(reader: Reader): Promise<ReadonlyMap<string, number>> {
  const rows = await reader.query('SELECT subscription, last_rid FROM place');
  return new Map(rows.map((row) => [textAt(row, 'subscription'), numberAt(row, 'last_rid')]));
}

const none: Words = { rid: 0, text: '' };

/** Numbers are given once and in order, so what was known stays true and only later ones are read. */
async function wordsAfter(
  reader: Reader,
  subscription: string,
  { from, to }: { readonly from: Words; readonly to: number },
): Promise<Words> {
  const rows = await reader.query('SELECT key FROM resource WHERE subscription = $1 AND rid > $2', [subscription, from.rid]);
  const words = new Set(rows.flatMap((row) => textAt(row, 'key').split('/')));
  if (from.text === '') return { rid: to, text: [...words].join('\n') };
  // Of a few that came later most words are there already.
  const added = [...words].filter((word) => !from.text.includes(word));
  return { rid: to, text: [from.text, ...added].join('\n') };
}

/** The view without the subscriptions in which no id holds a text. */
export async function narrowed(view: View, text: string): Promise<View> {
  const parts = await view.state.words.narrowed(view.reader, view.selected.parts, text);
  return { ...view, selected: { ...view.selected, parts } };
}
