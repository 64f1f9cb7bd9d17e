import { useMemo } from 'react';
import type { ExemptionRow } from '../../model/answers.ts';
import { sortedBy } from '../../model/csv.ts';
import {
  type ExemptionStanding,
  exemptionCounts,
  exemptionStandingOf,
  exemptionStandings,
  shownExemptions,
} from '../../model/exemption-list.ts';
import { rounded } from '../../model/number.ts';
import { exemptionsCodec, shownExemptions as tabs } from '../../model/screens.ts';
import { texts } from '../../texts.ts';
import { useNow } from '../clock.tsx';
import { CsvButton } from '../parts/csv-button.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Fact } from '../parts/fact.tsx';
import { Asked, Failed } from '../parts/panel.tsx';
import { ScreenTitle } from '../parts/screen-title.tsx';
import { SearchBox } from '../parts/search-box.tsx';
import { Empty, Loading } from '../parts/states.tsx';
import type { DrawnColumn } from '../parts/table-parts.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { useExemptions, useRevoke, useScore } from '../queries.tsx';
import { useScreenState, useSelection } from '../routing.tsx';
import { exemptionColumns, revokeColumn } from './exemption-columns.tsx';

const words = texts.exemptions;
const keyOf = ({ id }: ExemptionRow) => id;

/** Every exemption of the scope, so that none rots: what ends soon, what has ended, and what no longer changes anything. */
export function ExemptionsScreen() {
  const selection = useSelection();
  const exemptions = useExemptions(selection);
  const [state, change] = useScreenState(exemptionsCodec);
  // By the day: the standing of a row must not hang on the second that it is drawn in.
  const now = useNow().slice(0, 10);
  const all = exemptions.data?.items ?? [];
  const counts = useMemo(() => exemptionCounts(all, now), [all, now]);
  const search = useMemo(() => (q: string) => change({ q }, true), [change]);
  return (
    <>
      <ScreenTitle title={words.title} lead={words.lead} />
      <Effect />
      <Tabs
        label={texts.recommendations.showLabel}
        panel="exemption-rows"
        value={state.show}
        tabs={tabs.map((value) => ({
          value,
          title: words.show[value],
          count: exemptions.data === undefined ? undefined : value === 'all' ? all.length : counts[value],
        }))}
        onChange={(show) => change({ show })}
      />
      <div className="filters">
        <SearchBox label={words.search} value={state.q} onChange={search} />
      </div>
      <div id="exemption-rows" role="tabpanel" aria-label={words.show[state.show]}>
        <Asked query={exemptions} loading={<Loading shape="list" />}>
          {({ items }) => <ExemptionRows rows={shownExemptions(items, state, now)} isAny={items.length > 0} now={now} />}
        </Asked>
      </div>
    </>
  );
}

/** What all of them together do to the score. */
function Effect() {
  const { data: report } = useScore(useSelection());
  if (report === undefined) return null;
  const { waived, mitigated, scoreWithout } = report.exemptions;
  return (
    <dl className="card facts">
      <Fact title={words.waived}>{texts.count(waived, 'assessment')}</Fact>
      <Fact title={words.mitigated}>{texts.count(mitigated, 'assessment')}</Fact>
      <Fact title={words.without}>
        {scoreWithout === null ? words.noScore : words.ofMax(rounded(scoreWithout.current), rounded(scoreWithout.max))}
      </Fact>
    </dl>
  );
}

function ExemptionRows({ rows, isAny, now }: { readonly rows: readonly ExemptionRow[]; readonly isAny: boolean; readonly now: string }) {
  const [{ sort, q, show }, change] = useScreenState(exemptionsCodec);
  const { revoke, error, isPending, mayRevoke } = useRevoke();
  const exported = useMemo(() => columnsAt(now), [now]);
  const columns = useMemo(() => [...exported, revokeColumn(mayRevoke, isPending, revoke)], [exported, mayRevoke, isPending, revoke]);
  if (rows.length === 0) return <Empty title={isAny ? words.empty.other : words.empty.all} />;
  return (
    <>
      <div className="list-head">
        <span className="soft">{texts.rows(rows.length, rows.length)}</span>
        <CsvButton name="exemptions" columns={exported} rows={sortedBy(rows, exported, sort)} />
      </div>
      {error === null ? null : <Failed error={error} />}
      <DataTable
        label={words.title}
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        sort={sort}
        filter={`${show} ${q}`}
        onSort={(next) => change({ sort: next }, true)}
      />
    </>
  );
}

function columnsAt(now: string): readonly DrawnColumn<ExemptionRow>[] {
  const { name, category, scope, owner, expires } = exemptionColumns;
  return [
    name,
    {
      id: 'standing',
      title: words.standingTitle,
      value: (row) => words.standing[exemptionStandingOf(row, now)],
      rank: (row) => exemptionStandings.indexOf(exemptionStandingOf(row, now)),
      draw: (row) => <Standing standing={exemptionStandingOf(row, now)} />,
    },
    category,
    {
      id: 'recommendations',
      title: words.recommendations,
      priority: 2,
      value: ({ recommendations }) => (recommendations.length === 0 ? words.everything : recommendations.join(', ')),
      draw: ({ recommendations }) => (
        <span className="breakable">{recommendations.length === 0 ? words.everything : recommendations.join(', ')}</span>
      ),
    },
    scope,
    owner,
    expires,
    {
      id: 'assessments',
      title: texts.coverage.assessed,
      isNumber: true,
      priority: 2,
      value: ({ assessments }) => assessments,
      draw: ({ assessments }) => rounded(assessments),
    },
  ];
}

function Standing({ standing }: { readonly standing: ExemptionStanding }) {
  const isQuiet = standing === 'in-force';
  return (
    <span className={isQuiet ? 'badge badge-quiet' : 'badge'} title={standing === 'idle' ? words.idleHint : undefined}>
      {words.standing[standing]}
    </span>
  );
}
