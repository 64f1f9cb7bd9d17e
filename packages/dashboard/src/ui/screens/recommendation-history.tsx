import { useMemo } from 'react';
import type { HistoryPoint, RecommendationScore } from '../../model/answers.ts';
import { rounded } from '../../model/number.ts';
import { recommendationCodec, type ScreenSelection, spans } from '../../model/screens.ts';
import { absoluteTime, dayText, sinceDays } from '../../model/time.ts';
import { texts } from '../../texts.ts';
import { useNow } from '../clock.tsx';
import { Trend } from '../marks/trend.tsx';
import { Choice } from '../parts/choice.tsx';
import { CsvButton } from '../parts/csv-button.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Asked } from '../parts/panel.tsx';
import { Empty, Loading } from '../parts/states.tsx';
import type { DrawnColumn } from '../parts/table-parts.tsx';
import { useComparison, useHistory } from '../queries.tsx';
import { useScreenState } from '../routing.tsx';
import { transitionColumns, transitionKey } from './transition-columns.tsx';

const words = texts.recommendation;

interface RecommendationHistoryProps {
  readonly row: RecommendationScore;
  readonly selection: ScreenSelection;
}

/** How many resources were unhealthy over time, and which verdicts changed. */
export function RecommendationHistory({ row, selection }: RecommendationHistoryProps) {
  const [{ days }, change] = useScreenState(recommendationCodec);
  const since = sinceDays(useNow(), days);
  const query = useHistory(selection, { points: 120, recommendation: row.name, ...(since === undefined ? {} : { from: since }) });
  return (
    <>
      <div className="filters">
        <Choice
          label={texts.history.span}
          value={days}
          options={spans.map((value) => ({ value, title: texts.history.spans[value] }))}
          onChange={(next) => change({ days: next })}
        />
      </div>
      <Asked query={query} loading={<Loading shape="chart" />}>
        {({ items }) => <Past items={items} row={row} selection={selection} />}
      </Asked>
    </>
  );
}

interface Told {
  readonly at: string;
  readonly sequence: number;
  readonly tally: NonNullable<HistoryPoint['recommendation']>;
}

function Past({ items, row, selection }: RecommendationHistoryProps & { readonly items: readonly HistoryPoint[] }) {
  const now = useNow();
  // Before the first score nothing was read, which is not the same as nothing unhealthy.
  const told = useMemo(
    () =>
      items.flatMap(({ at, sequence, score, recommendation }): readonly Told[] =>
        score === null || recommendation === undefined ? [] : [{ at, sequence, tally: recommendation }],
      ),
    [items],
  );
  const columns = useMemo(() => pointColumns(selection.model === 'classic' ? row.points : null), [selection.model, row.points]);
  const [first, last] = [told[0], told.at(-1)];
  if (first === undefined || last === undefined) return <Empty title={words.noPoints} />;
  const [before, after] = [rounded(first.tally.unhealthy), rounded(last.tally.unhealthy)];
  const points = told.map(({ at, tally: { healthy, unhealthy } }) => ({
    at,
    value: unhealthy,
    text: words.historyPoint(rounded(unhealthy), rounded(healthy + unhealthy)),
  }));
  return (
    <>
      <p className="difference">
        {before === after ? words.historySame(after, dayText(first.at, now)) : words.historySince(before, after, dayText(first.at, now))}
      </p>
      <Trend points={points} now={now} label={words.historyChart} hint={words.historyHint} />
      <details className="why">
        <summary>{texts.asTable}</summary>
        <div className="list-head">
          <span className="soft">{texts.rows(told.length, told.length)}</span>
          <CsvButton name={`${row.name}-history`} columns={columns} rows={told} />
        </div>
        <DataTable
          label={words.historyTitle(row.displayName)}
          columns={columns}
          rows={told}
          keyOf={({ sequence, at }) => `${sequence} ${at}`}
        />
      </details>
      <Changed row={row} selection={selection} from={first.at} />
    </>
  );
}

function Changed({ row, selection, from }: RecommendationHistoryProps & { readonly from: string }) {
  const query = useComparison(selection, { from, recommendation: row.name });
  const columns = useMemo(() => transitionColumns({ isResourceShown: true }), []);
  return (
    <Asked query={query} loading={<Loading shape="list" />}>
      {({ transitions }) =>
        transitions.length === 0 ? (
          <Empty title={words.empty.history} />
        ) : (
          <>
            <div className="list-head">
              <h3>{words.changed}</h3>
              {transitions.length < 1_000 ? null : <span className="soft">{words.changedCut}</span>}
              <CsvButton name={`${row.name}-changes`} columns={columns} rows={transitions} />
            </div>
            <DataTable label={words.changed} columns={columns} rows={transitions} keyOf={transitionKey} />
          </>
        )
      }
    </Asked>
  );
}

/** @param points what it is worth; null where it has no score of its own. */
function pointColumns(points: number | null): readonly DrawnColumn<Told>[] {
  const titles = words.historyPoints;
  const counted = (member: keyof Told['tally'], title: string): DrawnColumn<Told> => ({
    id: member,
    title,
    isNumber: true,
    value: ({ tally }) => tally[member],
    draw: ({ tally }) => rounded(tally[member]),
  });
  const scoreOf = ({ tally: { healthy, unhealthy } }: Told) =>
    points === null || healthy + unhealthy === 0 ? null : (points * healthy) / (healthy + unhealthy);
  const score: DrawnColumn<Told> = {
    id: 'score',
    title: titles.score,
    isNumber: true,
    value: scoreOf,
    draw: (told) => {
      const value = scoreOf(told);
      return value === null ? texts.none : rounded(value);
    },
  };
  return [
    { id: 'at', title: titles.at, value: ({ at }) => at, draw: ({ at }) => absoluteTime(at) },
    counted('unhealthy', titles.unhealthy),
    counted('healthy', titles.healthy),
    counted('notAssessed', titles.notAssessed),
    ...(points === null ? [] : [score]),
  ];
}
