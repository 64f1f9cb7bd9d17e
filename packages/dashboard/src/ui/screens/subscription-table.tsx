import { useMemo } from 'react';
import type { HistoryPoint, Report, SubscriptionScore } from '../../model/answers.ts';
import { sortedBy } from '../../model/csv.ts';
import { sumOfSubscriptions } from '../../model/explain.ts';
import { percent, rounded } from '../../model/number.ts';
import { scoreCodec } from '../../model/screens.ts';
import { type TrendPoint, trendInWords } from '../../model/trend.ts';
import { texts } from '../../texts.ts';
import { Sparkline } from '../marks/sparkline.tsx';
import { CsvButton } from '../parts/csv-button.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Points } from '../parts/number.tsx';
import { Section } from '../parts/section.tsx';
import type { DrawnColumn } from '../parts/table-parts.tsx';
import { useHistory } from '../queries.tsx';
import { ScreenLink, useScreenState, useSelection } from '../routing.tsx';
import { useSession } from '../session.tsx';

const noPoints: readonly HistoryPoint[] = [];
const titles = texts.score.columns;
const keyOf = ({ id }: SubscriptionScore) => id;
const nameOf = ({ id, displayName }: SubscriptionScore) => (displayName === '' ? id : displayName);

/** The subscriptions of the scope, each scored alone. */
export function SubscriptionTable({ report, since }: { readonly report: Report; readonly since: string }) {
  const [{ sort }, change] = useScreenState(scoreCodec);
  const { page } = useSession();
  const { data, error } = useHistory(useSelection(), { from: since, points: 30, subscriptions: true });
  // Without an answer there is no trend; without an error it is still to come.
  const trends = data?.items ?? (error === null ? undefined : noPoints);
  const all = useMemo(() => columnsFor(trends), [trends]);
  // A page that stands alone knows of no other moment, and has no recommendations of one subscription.
  const exported = useMemo(() => all.filter(({ id }) => id !== 'actions' && (page === undefined || id !== 'trend')), [all, page]);
  const columns = page === undefined ? all : exported;
  const sum = rounded(sumOfSubscriptions(report));
  return (
    <Section
      title={texts.score.subscriptions}
      className="card"
      actions={<CsvButton name="subscriptions" columns={exported} rows={sortedBy(report.subscriptions, exported, sort)} />}
    >
      <DataTable
        label={texts.score.subscriptions}
        columns={columns}
        rows={report.subscriptions}
        keyOf={keyOf}
        sort={sort}
        onSort={(next) => change({ sort: next }, true)}
      />
      {page === undefined || page.subscriptionsLeft === 0 ? null : <p className="soft note">{texts.page.left(page.subscriptionsLeft)}</p>}
      {report.subscriptions.length < 2 ? null : (
        <details className="why">
          <summary>{texts.score.whySum}</summary>
          <p>
            {report.model === 'classic' ? texts.score.whySumText(sum, rounded(report.score?.current ?? 0)) : texts.score.whySumControls}
          </p>
          <ScreenLink to="/models">{texts.screens.models}</ScreenLink>
        </details>
      )}
    </Section>
  );
}

function columnsFor(trends: readonly HistoryPoint[] | undefined): readonly DrawnColumn<SubscriptionScore>[] {
  return [
    { id: 'name', title: titles.name, value: nameOf, draw: (row) => <SubscriptionName row={row} /> },
    {
      id: 'current',
      title: titles.current,
      isNumber: true,
      value: ({ score }) => score?.current ?? null,
      draw: ({ score }) => (score === null ? texts.none : <Points value={score.current} />),
    },
    {
      id: 'max',
      title: titles.max,
      isNumber: true,
      priority: 2,
      value: ({ score }) => score?.max ?? null,
      draw: ({ score }) => (score === null ? '' : rounded(score.max)),
    },
    {
      id: 'percentage',
      title: titles.percentage,
      isNumber: true,
      value: ({ score }) => score?.percentage ?? null,
      draw: ({ score }) => (score === null ? '' : percent(score.percentage)),
    },
    {
      id: 'healthy',
      title: titles.healthy,
      isNumber: true,
      priority: 3,
      value: ({ healthy }) => healthy,
      draw: ({ healthy }) => rounded(healthy),
    },
    {
      id: 'unhealthy',
      title: titles.unhealthy,
      isNumber: true,
      priority: 2,
      value: ({ unhealthy }) => unhealthy,
      draw: ({ unhealthy }) => rounded(unhealthy),
    },
    {
      id: 'resources',
      title: titles.resources,
      isNumber: true,
      priority: 3,
      value: ({ resources }) => resources,
      draw: ({ resources }) => rounded(resources),
    },
    {
      id: 'trend',
      title: titles.trend,
      priority: 3,
      isSortable: false,
      value: ({ id }) => trendInWords(pointsOf(id, trends ?? noPoints)) ?? texts.marks.noTrend,
      draw: ({ id }) => <SubscriptionTrend id={id} trends={trends} />,
    },
    {
      id: 'actions',
      title: titles.actions,
      priority: 2,
      isSortable: false,
      value: () => null,
      draw: (row) => <ViewRecommendations row={row} />,
    },
  ];
}

function SubscriptionName({ row }: { readonly row: SubscriptionScore }) {
  const selection = useSelection();
  return (
    <ScreenLink to="/recommendations" selection={{ ...selection, scope: [row.id] }} label={texts.score.viewOf(nameOf(row))} title={row.id}>
      <bdi>{nameOf(row)}</bdi>
    </ScreenLink>
  );
}

function ViewRecommendations({ row }: { readonly row: SubscriptionScore }) {
  const selection = useSelection();
  return (
    <ScreenLink to="/recommendations" selection={{ ...selection, scope: [row.id] }} label={texts.score.viewOf(nameOf(row))}>
      {texts.score.view}
    </ScreenLink>
  );
}

function SubscriptionTrend({ id, trends }: { readonly id: string; readonly trends: readonly HistoryPoint[] | undefined }) {
  if (trends === undefined) return <div className="bone bone-line" />;
  return <Sparkline points={pointsOf(id, trends)} />;
}

const pointsOf = (id: string, trends: readonly HistoryPoint[]): readonly TrendPoint[] =>
  trends.map(({ at, subscriptions }) => ({ at, percentage: subscriptions?.[id] ?? null }));
