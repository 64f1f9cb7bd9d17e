import { useMemo, useState } from 'react';
import { signed } from '../../model/number.ts';
import { togglePlan } from '../../model/plan.ts';
import {
  groupedRows,
  type ListedRecommendation,
  listedWith,
  recommendationColumns,
  shownRows,
  standingCounts,
} from '../../model/recommendation-list.ts';
import { groupings, type RecommendationsState, recommendationsCodec, severities, shownRecommendations } from '../../model/screens.ts';
import { texts } from '../../texts.ts';
import { Choice, Toggles } from '../parts/choice.tsx';
import { CsvButton } from '../parts/csv-button.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Asked } from '../parts/panel.tsx';
import { ScreenTitle } from '../parts/screen-title.tsx';
import { SearchBox } from '../parts/search-box.tsx';
import { Section } from '../parts/section.tsx';
import { Empty, Loading } from '../parts/states.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { useExemptions, useRecommendations } from '../queries.tsx';
import { useScreenState, useSelection } from '../routing.tsx';
import { useSession } from '../session.tsx';
import { PlanBar } from './plan-bar.tsx';
import { drawnColumns } from './recommendation-columns.tsx';

const words = texts.recommendations;
const allColumns = recommendationColumns({ titles: words.columns, severity: texts.severity, level: texts.level });
const keyOf = ({ key }: ListedRecommendation) => key;

/** All recommendations of the scope: sorted, narrowed, grouped, and chosen into a plan. */
export function RecommendationsScreen() {
  const selection = useSelection();
  const [state, change] = useScreenState(recommendationsCodec);
  const recommendations = useRecommendations(selection);
  const exemptions = useExemptions(selection).data;
  const all = useMemo(() => listedWith(recommendations.data?.items ?? [], exemptions?.items ?? []), [recommendations.data, exemptions]);
  const rows = useMemo(() => shownRows(all, state), [all, state]);
  const counts = standingCounts(all);
  // A page without a server knows what several are worth together only where impacts add up.
  const mayPlan = useSession().page === undefined || selection.model === 'classic';
  const categories = [...new Set(all.map(({ category }) => category))];
  const search = useMemo(() => (q: string) => change({ q }, true), [change]);

  return (
    <>
      <ScreenTitle title={words.title} />
      <Tabs
        label={words.showLabel}
        panel="recommendation-rows"
        value={state.show}
        tabs={shownRecommendations.map((value) => ({
          value,
          title: words.show[value],
          count: recommendations.data === undefined ? undefined : counts[value],
        }))}
        onChange={(show) => change({ show })}
      />
      <div className="filters">
        <SearchBox label={words.search} value={state.q} onChange={search} />
        <Toggles
          label={words.severity}
          values={state.severity}
          options={severities.map((value) => ({ value, title: texts.severity[value] }))}
          onChange={(severity) => change({ severity })}
        />
        <Choice
          label={words.category}
          value={state.category[0] ?? ''}
          options={[{ value: '', title: words.show.all }, ...categories.map((value) => ({ value, title: value }))]}
          onChange={(category) => change({ category: category === '' ? [] : [category] })}
        />
        <Choice
          label={words.group}
          value={state.group}
          options={groupings.map((value) => ({ value, title: words.groups[value] }))}
          onChange={(group) => change({ group })}
        />
        {state.control === '' ? null : (
          <button type="button" className="chip" onClick={() => change({ control: '' })}>
            {words.control(state.control)} <span aria-hidden="true">✕</span>
            <span className="only-heard">{texts.clear}</span>
          </button>
        )}
      </div>
      {mayPlan ? <PlanBar rows={all} plan={state.plan} selection={selection} onChange={(plan) => change({ plan }, true)} /> : null}
      <div id="recommendation-rows" role="tabpanel" aria-label={words.show[state.show]}>
        <Asked query={recommendations} loading={<Loading shape="list" />}>
          {() =>
            rows.length === 0 ? (
              <Empty title={emptyTitle(state, counts)} />
            ) : (
              groupedRows(rows, state.group, words.noControl).map(({ title, rows: own, impact }) => (
                <RecommendationGroup key={title} title={title} rows={own} impact={impact} state={state} change={change} mayPlan={mayPlan} />
              ))
            )
          }
        </Asked>
      </div>
    </>
  );
}

function emptyTitle({ show, q, severity, category, control }: RecommendationsState, counts: ReturnType<typeof standingCounts>): string {
  if (q !== '' || severity.length + category.length > 0 || control !== '') return words.empty.other;
  if (counts.open + counts.completed === 0 && show !== 'not-assessed') return words.empty.none;
  return show === 'open' ? words.empty.open : words.empty.other;
}

interface GroupProps {
  readonly title: string;
  readonly rows: readonly ListedRecommendation[];
  readonly impact: number;
  readonly state: ReturnType<typeof recommendationsCodec.read>;
  readonly change: (part: Partial<ReturnType<typeof recommendationsCodec.read>>, quietly?: boolean) => void;
  readonly mayPlan: boolean;
}

function RecommendationGroup({ title, rows, impact, state, change, mayPlan }: GroupProps) {
  const [standing, setStanding] = useState(rows);
  const { plan } = state;
  // A column in which nothing stands tells nothing.
  const hasOwners = rows.some(({ owners }) => owners.length > 0);
  const exportColumns = useMemo(() => allColumns.filter(({ id }) => id !== 'owner' || hasOwners), [hasOwners]);
  const columns = useMemo(
    () => drawnColumns(exportColumns, plan, mayPlan ? (name) => change({ plan: togglePlan(plan, name) }, true) : undefined),
    [exportColumns, plan, mayPlan, change],
  );
  const filter = JSON.stringify([state.show, state.q, state.severity, state.category, state.control, state.group]);
  const heading = title === '' ? words.title : title;
  return (
    <Section
      title={heading}
      className={title === '' ? 'card plain-section' : 'card'}
      actions={
        <>
          <span className="soft">
            {title === '' || impact === 0 ? texts.rows(rows.length, rows.length) : words.adds(texts.points(signed(impact)))}
          </span>
          <CsvButton name="recommendations" columns={exportColumns} rows={standing} />
        </>
      }
    >
      <DataTable
        label={heading}
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        sort={state.sort}
        filter={filter}
        onSort={(sort) => change({ sort }, true)}
        onRows={(next) => {
          if (next.length !== standing.length || next.some((row, index) => row !== standing[index])) setStanding(next);
        }}
      />
    </Section>
  );
}
