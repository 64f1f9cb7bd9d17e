// A text that occurs nowhere would be found out by looking at every id. So what ids are made of, each word once, is held in memory by
// subscription: a tenth of the ids themselves, and looked through a hundred times as quickly.
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
  /** Begins to fill itself before anybody searches. */
  fill(): Promise<void>;
  /** Ends when all is known that is to be known. */
  readonly building: Promise<void>;
}

const mostBytes = 256 << 20;
/** More that came at once than is worth being looked at within a search. */
const mostNew = 2000;
const atOnce = 64;
/** Ids that are read at once: some two milliseconds of this thread. */
const pageKeys = 2500;

/** Fills itself from the first search on at the latest, beside it; until then, and where memory would not do, every subscription counts as one that can. */
export function wordBook(database: Database): WordBook {
  const known = new Map<string, Words>();
  let building: Promise<void> = Promise.resolve();
  let isBuilding = false;

  const build = async (subscriptions: readonly string[]) => {
    let bytes = [...known.values()].reduce((sum, { text }) => sum + text.length, 0);
    const lastRids = await database.aside(lastRidsIn);
    for (const subscription of subscriptions) {
      if (bytes > mostBytes) return;
      // What comes meanwhile has later numbers.
      const words = { rid: lastRids.get(subscription) ?? 0, text: await allWordsIn(database, subscription) };
      known.set(subscription, words);
      bytes += words.text.length;
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
      // Ids are kept line by line.
      if (text.includes('\n')) return parts;
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
          words = await wordsAfter(reader, subscription, words, lastRid);
          known.set(subscription, words);
        }
        if (words === undefined || words.rid < lastRid) missing.push(subscription);
        else if (!wanted.every((word) => words.text.includes(word))) continue;
        found.set(subscription, part);
      }
      begin(missing);
      return found;
    },
    async fill() {
      begin([...(await database.aside(lastRidsIn)).keys()]);
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

async function allWordsIn(database: Database, subscription: string): Promise<string> {
  const words = new Set<string>();
  for (let after = '', isMore = true; isMore; ) {
    const [row = {}] = await database.aside((reader) =>
      reader.query(
        `SELECT string_agg(key, '\n') AS keys, max(key) AS last, count(*) AS count
         FROM (SELECT key FROM resource WHERE subscription = $1 AND key > $2 ORDER BY key LIMIT ${pageKeys}) AS page`,
        [subscription, after],
      ),
    );
    const count = numberAt(row, 'count');
    if (count > 0) {
      addWords(words, textAt(row, 'keys').split('\n'));
      after = textAt(row, 'last');
    }
    isMore = count === pageKeys;
    await turn();
  }
  return [...words].join('\n');
}

/** Folders that an id shares with the one before are not taken apart again: by name, most of an id is known already. */
function addWords(words: Set<string>, keys: readonly string[]): void {
  let folders = '';
  for (const key of keys) {
    while (!key.startsWith(folders)) folders = foldersOf(folders.slice(0, -1));
    for (const word of key.slice(folders.length).split('/')) words.add(word);
    folders = foldersOf(key);
  }
}

function foldersOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/') + 1);
}

/** Numbers are given once and in order, so what was known stays true and only later ones are read. */
async function wordsAfter(reader: Reader, subscription: string, from: Words, to: number): Promise<Words> {
  const rows = await reader.query('SELECT key FROM resource WHERE subscription = $1 AND rid > $2', [subscription, from.rid]);
  const words = new Set<string>();
  addWords(
    words,
    rows.map((row) => textAt(row, 'key')),
  );
  // Of a few that came later most words are there already.
  return { rid: to, text: [from.text, ...[...words].filter((word) => !from.text.includes(word))].join('\n') };
}

/** The view without the subscriptions in which no id holds a text. */
export async function narrowed(view: View, text: string): Promise<View> {
  const parts = await view.state.words.narrowed(view.reader, view.selected.parts, text);
  return { ...view, selected: { ...view.selected, parts } };
}
