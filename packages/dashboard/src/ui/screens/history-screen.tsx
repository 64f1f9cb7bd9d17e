import { useMemo } from 'react';
import type { HistoryPoint } from '../../model/answers.ts';
import { percent, rounded } from '../../model/number.ts';
import { historyCodec, spans } from '../../model/screens.ts';
import { absoluteTime, sinceDays } from '../../model/time.ts';
import { texts } from '../../texts.ts';
import { useNow } from '../clock.tsx';
import { Trend } from '../marks/trend.tsx';
import { Choice } from '../parts/choice.tsx';
import { CsvButton } from '../parts/csv-button.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Asked } from '../parts/panel.tsx';
import { ScreenTitle } from '../parts/screen-title.tsx';
import { Section } from '../parts/section.tsx';
import { Empty, Loading } from '../parts/states.tsx';
import type { DrawnColumn } from '../parts/table-parts.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { useHistory } from '../queries.tsx';
import { useScreenState, useSelection } from '../routing.tsx';
import { WhatMoved } from './what-moved.tsx';

const words = texts.history;
const keyOf = ({ at, sequence }: HistoryPoint) => `${sequence} ${at}`;
const pointColumns: readonly DrawnColumn<HistoryPoint>[] = [
  { id: 'at', title: words.points.at, value: ({ at }) => at, draw: ({ at }) => absoluteTime(at) },
  {
    id: 'current',
    title: words.points.current,
    isNumber: true,
    value: ({ score }) => score?.current ?? null,
    draw: ({ score }) => (score === null ? texts.none : rounded(score.current)),
  },
  {
    id: 'max',
    title: words.points.max,
    isNumber: true,
    value: ({ score }) => score?.max ?? null,
    draw: ({ score }) => (score === null ? '' : rounded(score.max)),
  },
  {
    id: 'percentage',
    title: words.points.percentage,
    isNumber: true,
    value: ({ score }) => score?.percentage ?? null,
    draw: ({ score }) => (score === null ? '' : percent(score.percentage)),
  },
];

/** The score over time, and what moved it between any two moments. */
export function HistoryScreen() {
  const selection = useSelection();
  const now = useNow();
  const [{ days, from, to }, change] = useScreenState(historyCodec);
  const since = sinceDays(now, days);
  const query = useHistory(selection, { points: 200, ...(since === undefined ? {} : { from: since }) });
  return (
    <>
      <ScreenTitle title={words.title} />
      <Tabs
        label={words.span}
        panel="history-panel"
        value={days}
        tabs={spans.map((value) => ({ value, title: words.spans[value] }))}
        onChange={(next) => change({ days: next, from: '', to: '' })}
      />
      <div id="history-panel" role="tabpanel" aria-label={words.spans[days]}>
        <Asked query={query} loading={<Loading shape="chart" />}>
          {({ items }) => <HistoryBody items={items} from={from} to={to} change={change} />}
        </Asked>
      </div>
    </>
  );
}

interface HistoryBodyProps {
  readonly items: readonly HistoryPoint[];
  readonly from: string;
  readonly to: string;
  readonly change: (part: { readonly from?: string; readonly to?: string }) => void;
}

function HistoryBody({ items, from, to, change }: HistoryBodyProps) {
  const now = useNow();
  const options = useMemo(() => items.map(({ at }) => ({ value: at, title: absoluteTime(at) })).toReversed(), [items]);
  const points = useMemo(() => items.map(({ at, score }) => ({ at, value: score?.current ?? null, text: scoreText(score) })), [items]);
  // Before anything was read there was a moment, but no score.
  const [first, last] = [items.find(({ score }) => score !== null) ?? items[0], items.at(-1)];
  if (first === undefined || last === undefined || first.score === null) {
    return (
      <Empty title={words.none}>
        <p>{words.noneLead}</p>
      </Empty>
    );
  }
  const start = items.some(({ at }) => at === from) ? from : first.at;
  const end = items.some(({ at }) => at === to) ? to : '';
  const choose = (at: string) => {
    const half = (Date.parse(start) + Date.parse(end === '' ? last.at : end)) / 2;
    change(Date.parse(at) < half ? { from: at } : { to: at === last.at ? '' : at });
  };
  return (
    <>
      <section className="card" aria-label={words.title}>
        <Trend
          points={points}
          now={now}
          label={words.chart}
          hint={words.chartHint}
          chosen={[start, end === '' ? last.at : end]}
          onChoose={choose}
        />
        <details className="why">
          <summary>{texts.asTable}</summary>
          <div className="list-head">
            <span className="soft">{texts.rows(items.length, items.length)}</span>
            <CsvButton name="history" columns={pointColumns} rows={items} />
          </div>
          <DataTable label={words.title} columns={pointColumns} rows={items} keyOf={keyOf} />
        </details>
      </section>
      <Section title={words.compare} className="card">
        <div className="filters">
          <Choice label={words.from} value={start} options={options} onChange={(value) => change({ from: value })} />
          <Choice
            label={words.to}
            value={end}
            options={[{ value: '', title: words.now }, ...options]}
            onChange={(value) => change({ to: value })}
          />
        </div>
        <WhatMoved from={start} to={end === '' ? undefined : end} />
      </Section>
    </>
  );
}

function scoreText(score: HistoryPoint['score']): string {
  if (score === null) return texts.score.noScore;
  return `${rounded(score.current)} ${texts.of(rounded(score.max))}, ${percent(score.percentage)}`;
}
