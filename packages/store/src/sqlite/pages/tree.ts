// B-trees made from their leaves upwards, of rows that come in the order of their keys.
import { Page, type PageKind, pageKinds } from './page.ts';
import type { PageFile } from './page-file.ts';
import { type RecordWriter, varintBefore } from './record.ts';

/** All pages at one height of a tree. */
class Level {
  private page: Page;
  private spare: Page;
  /** Full, and not yet written: the page behind it may need its last cell. */
  private full: { readonly divider: Uint8Array; readonly last: number } | undefined;
  private above: Level | undefined;
  private readonly file: PageFile;
  private readonly interior: PageKind;

  constructor(file: PageFile, kind: PageKind, interior: PageKind) {
    this.file = file;
    this.interior = interior;
    this.page = new Page(kind, file.room);
    this.spare = new Page(kind, file.room);
  }

  /** @param child the page of what comes before the cell, where this is no leaf */
  add(child: number, cell: Uint8Array, from: number, to: number): void {
    const { page } = this;
    if (page.hasRoom(to - from)) {
      if (this.full !== undefined) this.writeFull(this.full);
      page.put(cell, from, to, child);
      return;
    }
    // The cell that does not fit goes up, to stand between this page and the next one.
    this.full = { divider: Uint8Array.from(cell.subarray(from, to)), last: child };
    this.page = this.spare;
    this.spare = page;
  }

  /** @param last the page of what comes behind all cells, where this is no leaf */
  end(root: number, last: number): void {
    const { page } = this;
    if (this.full !== undefined && page.count === 0) {
      const { cell, child } = this.spare.pop();
      page.put(this.full.divider, 0, this.full.divider.length, this.full.last);
      this.full = { divider: cell, last: child };
    }
    if (this.full !== undefined) this.writeFull(this.full);
    const { bytes, start } = page.finish(last);
    if (this.above === undefined) this.file.replace(root, bytes, start);
    else this.above.end(root, this.file.append(bytes, start));
  }

  private writeFull({ divider, last }: { readonly divider: Uint8Array; readonly last: number }): void {
    this.full = undefined;
    const { bytes, start } = this.spare.finish(last);
    const number = this.file.append(bytes, start);
    this.spare.clear();
    this.above ??= new Level(this.file, this.interior, this.interior);
    this.above.add(number, divider, 0, divider.length);
  }
}

/** An index, or a table without rowid: every row stands once, on a leaf or above. */
export class IndexTree {
  private readonly leaves: Level;
  private readonly file: PageFile;

  constructor(file: PageFile) {
    this.file = file;
    this.leaves = new Level(file, pageKinds.indexLeaf, pageKinds.indexInterior);
  }

  add(row: RecordWriter): void {
    row.cell(this.file);
    this.leaves.add(0, row.bytes, row.from, row.to);
  }

  /** @param root the page that the schema names */
  end(root: number): void {
    this.leaves.end(root, 0);
  }
}

/** A table with rowid: all rows stand on leaves, and above them the greatest rowid of each page. */
export class TableTree {
  private readonly page: Page;
  private above: Level | undefined;
  private last = 0;
  private readonly key = new Uint8Array(9);
  private readonly file: PageFile;

  constructor(file: PageFile) {
    this.file = file;
    this.page = new Page(pageKinds.tableLeaf, file.room);
  }

  add(rowid: number, row: RecordWriter): void {
    row.cell(this.file, rowid);
    const { page } = this;
    if (!page.hasRoom(row.to - row.from)) {
      const { bytes, start } = page.finish(0);
      const number = this.file.append(bytes, start);
      page.clear();
      this.above ??= new Level(this.file, pageKinds.tableInterior, pageKinds.tableInterior);
      const from = varintBefore(this.key, this.key.length, this.last);
      this.above.add(number, this.key, from, this.key.length);
    }
    page.put(row.bytes, row.from, row.to, 0);
    this.last = rowid;
  }

  end(root: number): void {
    const { bytes, start } = this.page.finish(0);
    if (this.above === undefined) this.file.replace(root, bytes, start);
    else this.above.end(root, this.file.append(bytes, start));
  }
}
