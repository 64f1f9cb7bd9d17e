import type { MovedBy } from '../../model/answers.ts';
import { causeTotals } from '../../model/cause-totals.ts';
import { exact, percent, signed } from '../../model/number.ts';
import { texts } from '../../texts.ts';
import { causes as words } from '../../texts-causes.ts';
import { CsvButton } from '../parts/csv-button.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Asked } from '../parts/panel.tsx';
import type { DrawnColumn } from '../parts/table-parts.tsx';
import { useCauses } from '../queries.tsx';
import { recommendationPath, ScreenLink, useSelection } from '../routing.tsx';

type Item = MovedBy['items'][number];

/** What was fixed, broken, new, gone or exempted, each with what it did to the score. */
export function MovedByCauses({ from, to }: { readonly from: string; readonly to: string | undefined }) {
  const query = useCauses(useSelection(), { from, ...(to === undefined ? {} : { to }) });
  return <Asked query={query}>{(answer) => <Causes answer={answer} />}</Asked>;
}

function Causes({ answer: { items, measure, forgotten } }: { readonly answer: MovedBy }) {
  if (forgotten) return <p className="soft">{words.forgotten}</p>;
  if (items.length === 0) return null;
  const amountText = (amount: number) =>
    measure === 'points' ? signed(amount) : `${amount < 0 ? '−' : '+'}${percent(Math.abs(amount), 2)}`;
  const tone = (amount: number) => (amount < 0 ? 'worse' : 'gain');
  const columns: readonly DrawnColumn<Item>[] = [
    { id: 'cause', title: words.columns.cause, value: ({ cause }) => words.names[cause] },
    {
      id: 'name',
      title: words.columns.name,
      value: ({ displayName }) => displayName ?? words.elsewhere,
      draw: ({ name, displayName }) =>
        name === null || measure !== 'points' ? (
          (displayName ?? words.elsewhere)
        ) : (
          <ScreenLink to={recommendationPath(name)}>{displayName}</ScreenLink>
        ),
    },
    { id: 'resources', title: words.columns.resources, isNumber: true, priority: 2, value: ({ resources }) => resources },
    {
      id: 'moved',
      title: words.columns.amount,
      isNumber: true,
      value: ({ amount }) => amount,
      draw: ({ amount }) => (
        <span className={tone(amount)} title={exact(amount)}>
          {amountText(amount)}
        </span>
      ),
    },
  ];
  return (
    <>
      <h3>{words.title}</h3>
      <ul className="cause-totals">
        {causeTotals(items).map(({ cause, amount }) => (
          <li key={cause}>
            {words.names[cause]} <b className={tone(amount)}>{amountText(amount)}</b>
          </li>
        ))}
      </ul>
      <details className="why">
        <summary>{words.each(items.length)}</summary>
        <div className="list-head">
          <span className="soft">{texts.rows(items.length, items.length)}</span>
          <CsvButton name="causes" columns={columns} rows={items} />
        </div>
        <DataTable label={words.title} columns={columns} rows={items} keyOf={({ cause, unit }) => `${cause} ${unit ?? ''}`} />
      </details>
    </>
  );
}
