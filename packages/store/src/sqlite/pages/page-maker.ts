import type { Assessed, Settled } from '../../filling.ts';
import { type FilledTree, tableFill } from './fill-tables.ts';
import { openPageFile } from './page-file.ts';

export type PageTask =
  | { readonly kind: 'know'; readonly pattern: number; readonly assessed: readonly Assessed[] }
  | { readonly kind: 'add'; readonly settled: Settled }
  /** Everything so far becomes a part of the database, for its engine to go on. */
  | { readonly kind: 'settle' }
  /** The engine has ended; nothing is added any more. */
  | { readonly kind: 'end'; readonly roots: ReadonlyMap<string, number> };

/** Plain data that it begins with. */
export interface PageMade {
  readonly path: string;
  /** When everything was judged. */
  readonly clock: number;
}

export interface PageMaker {
  run(task: PageTask): void;
  close(): void;
}

/** Makes the pages of the large tables of a database file, in whatever thread. @returns undefined where they are of another kind there */
export function pageMaker({ path, clock }: PageMade): PageMaker | undefined {
  const file = openPageFile(path);
  if (file === undefined) return undefined;
  file.continue();
  const fill = tableFill(file, clock);
  return {
    run(task) {
      switch (task.kind) {
        case 'know':
          return fill.know(task.pattern, task.assessed);
        case 'add':
          return fill.add(task.settled);
        case 'settle':
          return file.settle();
        case 'end':
          file.continue();
          fill.end((tree) => task.roots.get(tree) ?? missing(tree));
          file.settle();
          return file.close();
      }
    },
    close: () => file.close(),
  };
}

function missing(tree: FilledTree): never {
  throw new Error(`The database has no ${tree}.`);
}
