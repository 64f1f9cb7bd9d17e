// The rows of a first import as pages: tables and indexes each in their own order, from what comes subscription by subscription.
import { type Assessed, byBytes, orderOf, type Settled } from '../../filling.ts';
import type { StoredResource } from '../../rows.ts';
import { keptBodies } from '../../write/kept-bodies.ts';
import { writeAssessed, writeResource } from '../../write/row-values.ts';
import { type SettledRow, settledRows } from '../../write/settled-rows.ts';
import { dependencyRows } from './dependency-rows.ts';
import type { PageFile } from './page-file.ts';
import { RecordWriter } from './record.ts';
import { ridLists } from './rid-lists.ts';
import { IndexTree, TableTree } from './tree.ts';

/** By what the schema calls them. */
export const filledTrees = [
  'resource',
  'resource_by_key',
  'resource_by_type',
  'body',
  'sqlite_autoindex_body_1',
  'assessment',
  'assessment_by_status',
  'dependency',
] as const;
export type FilledTree = (typeof filledTrees)[number];

/** What rows of `assessment` have in common but for their place and time. */
interface Template {
  readonly kinds: Uint8Array;
  readonly values: Uint8Array;
  /** Of its recommendation and status. */
  readonly list: number;
}

export interface TableFill {
  know(pattern: number, assessed: readonly Assessed[]): void;
  add(settled: Settled): void;
  /** Writes what is left, and the roots. */
  end(rootOf: (tree: FilledTree) => number): void;
}

const none: readonly Template[] = [];

/** @param clock when all of it is judged */
export function tableFill(file: PageFile, clock: number): TableFill {
  const row = new RecordWriter(file.room);
  const tree = () => new IndexTree(file);
  const trees = { resource: tree(), byKey: tree(), byType: tree(), bodyIndex: tree(), assessment: tree() };
  const bodies = new TableTree(file);
  const lists = ridLists();
  const dependencies = dependencyRows();
  const templates = new Map<number, readonly Template[]>();
  const subscriptions: Buffer[] = [];
  const bodyOf = keptBodies();
  let place = Buffer.alloc(0);
  let own: StoredResource[] = [];
  let rowid = 0;

  row.begin();
  row.integer(clock);
  const time = row.parts();

  const addResource = (resource: StoredResource) => {
    row.again();
    writeResource(row, resource);
    trees.resource.add(row);
  };

  const addIndexes = () => {
    const order = orderOf(own.map(({ key }) => key));
    own.sort((a, b) => order(a.key, b.key));
    const byType = new Map<string, StoredResource[]>();
    for (const resource of own) {
      row.again();
      row.text(resource.key);
      row.integer(resource.rid);
      trees.byKey.add(row);
      const alike = byType.get(resource.type);
      if (alike === undefined) byType.set(resource.type, [resource]);
      else alike.push(resource);
    }
    for (const type of [...byType.keys()].sort(byBytes)) {
      for (const { key, rid } of byType.get(type) ?? []) {
        row.again();
        row.text(type);
        row.text(key);
        row.integer(rid);
        trees.byType.add(row);
      }
    }
    own = [];
  };

  const addRow = ({ row: resource, body: { bytes, from, to }, pattern }: SettledRow) => {
    addResource(resource);
    own.push(resource);
    rowid += 1;
    row.again();
    row.integer(resource.rid);
    row.textBytes(bytes, from, to);
    bodies.add(rowid, row);
    row.again();
    row.integer(resource.rid);
    row.integer(rowid);
    trees.bodyIndex.add(row);
    for (const { kinds, values, list } of templates.get(pattern) ?? none) {
      row.again();
      row.integer(resource.rid);
      row.made(kinds, values);
      trees.assessment.add(row);
      lists.add(list, resource.rid);
    }
    for (const lookup of resource.lookups) dependencies.add(lookup, subscriptions.length - 1, resource.rid);
  };

  /** Goes on in a row with the subscription that it is about. */
  const within = (subscription: number) => {
    const at = subscriptions[subscription] ?? place;
    row.textBytes(at, 0, at.length);
  };

  return {
    know(pattern, assessed) {
      const made = assessed.map((one): Template => {
        row.begin();
        writeAssessed(row, one);
        row.made(time.kinds, time.values);
        row.made(time.kinds, time.values);
        const [recommendation, status] = one;
        return { ...row.parts(), list: lists.of(recommendation, status) };
      });
      templates.set(pattern, made);
    },
    add(settled) {
      place = Buffer.from(settled.subscription);
      subscriptions.push(place);
      lists.begin();
      // All rows begin with it.
      row.begin();
      row.textBytes(place, 0, place.length);
      row.hold();
      for (const one of settledRows(settled, bodyOf)) addRow(one);
      addIndexes();
    },
    end(rootOf) {
      trees.resource.end(rootOf('resource'));
      trees.byKey.end(rootOf('resource_by_key'));
      trees.byType.end(rootOf('resource_by_type'));
      bodies.end(rootOf('body'));
      trees.bodyIndex.end(rootOf('sqlite_autoindex_body_1'));
      trees.assessment.end(rootOf('assessment'));
      const byStatus = tree();
      for (const { recommendation, status, subscription, rids } of lists.runs()) {
        row.begin();
        row.integer(recommendation);
        row.text(status);
        within(subscription);
        row.hold();
        for (const rid of rids) {
          row.again();
          row.integer(rid);
          byStatus.add(row);
        }
      }
      byStatus.end(rootOf('assessment_by_status'));
      const dependency = tree();
      for (const { lookup, subscription, rid } of dependencies.rows()) {
        row.begin();
        row.integer(lookup);
        within(subscription);
        row.integer(rid);
        dependency.add(row);
      }
      dependency.end(rootOf('dependency'));
    },
  };
}
