import type { FillTask } from '../../fill-thread.ts';
import { type FilledTree, type TableFill, tableFill } from './fill-tables.ts';
import { openPageFile, type PageFile } from './page-file.ts';

export type PageTask =
  | { readonly kind: 'begin'; readonly made: PageMade }
  /** Everything so far becomes a part of the database, for its engine to go on. */
  | { readonly kind: 'settle' }
  /** The engine has ended; nothing is added any more. */
  | { readonly kind: 'end'; readonly roots: ReadonlyMap<string, number> };

export interface PageMade {
  readonly path: string;
  /** When everything was judged. */
  readonly clock: number;
}

export interface PageMaker {
  run(task: FillTask | PageTask): void;
  close(): void;
}

/** Makes the pages of the large tables of a database file, in whatever thread. */
export function pageMaker(): PageMaker {
  let begun: { readonly file: PageFile; readonly fill: TableFill } | undefined;
  const current = () => {
    if (begun === undefined) throw new Error('No database was named yet.');
    return begun;
  };
  return {
    run(task) {
      switch (task.kind) {
        case 'begin': {
          const file = openPageFile(task.made.path);
          if (file === undefined) throw new Error('The pages of this file are of another kind.');
          file.continue();
          begun = { file, fill: tableFill(file, task.made.clock) };
          return;
        }
        case 'know':
          return current().fill.know(task.pattern, task.assessed);
        case 'add':
          return current().fill.add(task.settled);
        case 'settle':
          return current().file.settle();
        case 'end': {
          const { file, fill } = current();
          file.continue();
          fill.end((tree) => task.roots.get(tree) ?? missing(tree));
          file.settle();
          return file.close();
        }
      }
    },
    close: () => begun?.file.close(),
  };
}

function missing(tree: FilledTree): never {
  throw new Error(`The database has no ${tree}.`);
}
