import { Button } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { type Column, csvHead, csvLines } from '../../model/csv.ts';
import { texts } from '../../texts.ts';

interface CsvButtonProps<T> {
  readonly name: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  /** The rows after those, where a table has more than were read: exported all the same. */
  readonly more?: (() => AsyncIterable<readonly T[]>) | undefined;
}

/** Exports exactly what a table shows: its columns, its rows, their order. */
export function CsvButton<T>({ name, columns, rows, more }: CsvButtonProps<T>) {
  const [written, setWritten] = useState<number>();
  const [hasFailed, setFailed] = useState(false);
  const save = async () => {
    // Pieces of a file are kept outside of the page's memory: there may be a million rows.
    const pieces = [new Blob([csvHead(columns), csvLines(columns, rows)])];
    if (more !== undefined) {
      let count = rows.length;
      setWritten(count);
      for await (const page of more()) {
        pieces.push(new Blob([csvLines(columns, page)]));
        count += page.length;
        setWritten(count);
      }
      setWritten(undefined);
    }
    const url = URL.createObjectURL(new Blob(pieces, { type: 'text/csv;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `${name}.csv`;
    link.click();
    URL.revokeObjectURL(url);
  };
  const start = () => {
    setFailed(false);
    void save().catch(() => {
      setWritten(undefined);
      setFailed(true);
    });
  };
  return (
    <>
      {hasFailed ? (
        <span className="wrong" role="alert">
          {texts.exportFailed}
        </span>
      ) : null}
      <Button size="small" className="no-print" icon={<ArrowDownloadRegular />} disabled={written !== undefined} onClick={start}>
        {written === undefined ? texts.exportCsv : texts.exporting(written)}
      </Button>
    </>
  );
}
