import type { FillTask } from '../fill-thread.ts';
import { keptBodies } from '../write/kept-bodies.ts';
import { writeAssessed, writeResource } from '../write/row-values.ts';
import { type SettledRow, settledRows } from '../write/settled-rows.ts';
import { type CopyPiece, CopyRows } from './copy-rows.ts';

export type RowTask =
  /** The clock when everything was judged. */
  { readonly kind: 'begin'; readonly clock: number } | { readonly kind: 'end' };

/** Bytes of all tables that are given away together: so few that not much waits, so many that a COPY of each is worth its way. */
const bytesTogether = 4 << 20;

const none: readonly Uint8Array[] = [];

/** Makes the rows of the large tables, in whatever thread. @param give takes them away, in the order of the tables */
export function rowMaker(give: (piece: CopyPiece) => void): { run(task: FillTask | RowTask): void } {
  const resources = new CopyRows('resource');
  const bodies = new CopyRows('body');
  const assessments = new CopyRows('assessment');
  const dependencies = new CopyRows('dependency');
  const all = [resources, bodies, assessments, dependencies];
  /** Of each assessment that a number stands for: what follows the resource's own number. */
  const templates = new Map<number, readonly Uint8Array[]>();
  const bodyOf = keptBodies();
  let clock = 0;

  const add = ({ row, body, pattern }: SettledRow, subscription: Uint8Array) => {
    resources.begin();
    resources.made(subscription);
    writeResource(resources, row);
    bodies.begin();
    bodies.made(subscription);
    bodies.integer(row.rid);
    bodies.textBytes(body.bytes, body.from, body.to);
    for (const template of templates.get(pattern) ?? none) {
      assessments.begin();
      assessments.made(subscription);
      assessments.integer(row.rid);
      assessments.made(template);
    }
    for (const lookup of row.lookups) {
      dependencies.begin();
      dependencies.integer(lookup);
      dependencies.made(subscription);
      dependencies.integer(row.rid);
    }
  };
  const takeAll = () => {
    for (const rows of all) rows.take(give);
  };
  return {
    run(task) {
      switch (task.kind) {
        case 'begin':
          clock = task.clock;
          return;
        case 'know': {
          const made = task.assessed.map((one) =>
            assessments.valuesOf((rows) => {
              writeAssessed(rows, one);
              rows.integer(clock);
              rows.integer(clock);
            }),
          );
          templates.set(task.pattern, made);
          return;
        }
        case 'add': {
          const { settled } = task;
          const subscription = resources.valuesOf((rows) => rows.text(settled.subscription));
          for (const row of settledRows(settled, bodyOf)) {
            add(row, subscription);
            if (all.reduce((sum, rows) => sum + rows.size(), 0) >= bytesTogether) takeAll();
          }
          return;
        }
        case 'end':
          return takeAll();
      }
    },
  };
}
