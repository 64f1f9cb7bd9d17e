import { Button } from '@fluentui/react-components';
import { ArrowDownloadRegular } from '@fluentui/react-icons';
import { type Column, csvOf } from '../../model/csv.ts';
import { texts } from '../../texts.ts';

/** Exports exactly what a table shows: its columns, its rows, their order. */
export function CsvButton<T>({
  name,
  columns,
  rows,
}: {
  readonly name: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
}) {
  const save = () => {
    const url = URL.createObjectURL(new Blob([csvOf(columns, rows)], { type: 'text/csv;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = `${name}.csv`;
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <Button size="small" className="no-print" icon={<ArrowDownloadRegular />} onClick={save}>
      {texts.exportCsv}
    </Button>
  );
}
