import { useMemo } from 'react';
import type { Coverage, Report } from '../../model/answers.ts';
import { commandFor } from '../../model/collecting.ts';
import { sortedBy } from '../../model/csv.ts';
import { type Missing, missingOf } from '../../model/missing.ts';
import { rounded } from '../../model/number.ts';
import { coverageCodec } from '../../model/screens.ts';
import { texts } from '../../texts.ts';
import { HealthBar } from '../marks/bars.tsx';
import { Command } from '../parts/command.tsx';
import { CsvButton } from '../parts/csv-button.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Fact } from '../parts/fact.tsx';
import { Asked } from '../parts/panel.tsx';
import { ScreenTitle } from '../parts/screen-title.tsx';
import { SearchBox } from '../parts/search-box.tsx';
import { Section } from '../parts/section.tsx';
import { Empty } from '../parts/states.tsx';
import type { DrawnColumn } from '../parts/table-parts.tsx';
import { Time } from '../parts/time.tsx';
import { useWholeScore } from '../queries.tsx';
import { useScreenState, useSelection } from '../routing.tsx';
import { useSession } from '../session.tsx';
import { DisagreementTable, IgnoredTable, IncompleteTable, ProblemTable, RefusedTable, UnknownTable } from './coverage-tables.tsx';
import { Inventory } from './inventory.tsx';

const words = texts.coverage;

/** What was read, what could not be, and the command that would collect what is missing. */
export function CoverageScreen() {
  const query = useWholeScore(useSelection());
  return (
    <>
      <ScreenTitle title={words.title} lead={words.lead} />
      <Asked query={query}>{(report) => <CoverageBody report={report} />}</Asked>
    </>
  );
}

function CoverageBody({ report }: { readonly report: Report }) {
  const { coverage, problems } = report;
  return (
    <>
      <dl className="card facts">
        <Fact title={words.resources}>{rounded(coverage.resources)}</Fact>
        <Fact title={words.read}>{rounded(coverage.read)}</Fact>
        {coverage.files === 0 ? null : <Fact title={words.files}>{rounded(coverage.files)}</Fact>}
        <Fact title={words.refused}>{rounded(coverage.refused)}</Fact>
        <Fact title={words.duplicates}>{rounded(coverage.duplicates)}</Fact>
        <Fact title={words.asOf}>
          <Time at={report.generatedAt} />
        </Fact>
        <Fact title={words.assessed} isWide>
          <HealthBar healthy={coverage.assessed.healthy} unhealthy={coverage.assessed.unhealthy} />
          <span className="assessed-counts">
            {(['Unhealthy', 'Healthy', 'NotApplicable', 'NotAssessed'] as const).map((status) => (
              <span key={status}>
                {rounded(coverage.assessed[`${status[0]?.toLowerCase() ?? ''}${status.slice(1)}` as keyof Coverage['assessed']])}{' '}
                {texts.status[status].toLowerCase()}
              </span>
            ))}
          </span>
        </Fact>
      </dl>
      <MissingTable coverage={coverage} />
      <TypeTable coverage={coverage} />
      <Inventory />
      <RefusedTable rows={coverage.notPermitted ?? []} />
      <IncompleteTable rows={coverage.incomplete ?? []} />
      <IgnoredTable rows={coverage.ignored ?? []} />
      <ProblemTable rows={problems} />
      <DisagreementTable rows={coverage.disagreements} />
      <UnknownTable rows={coverage.unknownAssessments} />
    </>
  );
}

const needText = (needs: string) => (needs === 'configuration' ? words.configuration : needs);
const missingColumns: readonly DrawnColumn<Missing>[] = [
  {
    id: 'needs',
    title: words.missingColumns.needs,
    value: ({ needs }) => needText(needs),
    draw: (row) => (
      <>
        <code className="breakable">{needText(row.needs)}</code>
        <span className="narrow-only">
          <Remedy row={row} />
        </span>
      </>
    ),
  },
  {
    id: 'recommendations',
    title: words.missingColumns.recommendations,
    isNumber: true,
    priority: 2,
    value: ({ recommendations }) => recommendations,
  },
  {
    id: 'subscriptions',
    title: words.missingColumns.subscriptions,
    isNumber: true,
    priority: 3,
    value: ({ subscriptions }) => subscriptions,
    draw: ({ subscriptions }) => rounded(subscriptions),
  },
  {
    id: 'assessments',
    title: words.missingColumns.resources,
    isNumber: true,
    value: ({ assessments }) => assessments,
    draw: ({ assessments }) => rounded(assessments),
  },
  {
    id: 'command',
    title: words.missingColumns.command,
    priority: 2,
    value: ({ needs, isRefused }) => (isRefused ? words.needsRight : commandFor(needs)),
    draw: (row) => <Remedy row={row} />,
  },
];

/** A command collects what nobody asked for; what was refused needs a right. */
function Remedy({ row: { needs, isRefused } }: { readonly row: Missing }) {
  return isRefused ? <span>{words.needsRight}</span> : <Command text={commandFor(needs)} />;
}

function MissingTable({ coverage }: { readonly coverage: Coverage }) {
  const { page } = useSession();
  const rows = useMemo(() => page?.missing ?? missingOf(coverage.notCollected), [coverage, page]);
  return (
    <Section
      title={words.missing}
      className="card"
      actions={rows.length === 0 ? null : <CsvButton name="missing" columns={missingColumns} rows={rows} />}
    >
      {rows.length === 0 ? (
        <Empty title={words.nothingMissing} />
      ) : (
        <>
          <p className="soft note">{words.missingLead}</p>
          <DataTable label={words.missing} columns={missingColumns} rows={rows} keyOf={({ needs, isRefused }) => `${needs} ${isRefused}`} />
        </>
      )}
    </Section>
  );
}

type TypeRow = Coverage['byType'][number];
const typeColumns: readonly DrawnColumn<TypeRow>[] = [
  { id: 'type', title: words.typeColumns.type, value: ({ type }) => type, draw: ({ type }) => <TypeLink type={type} /> },
  {
    id: 'resources',
    title: words.typeColumns.resources,
    isNumber: true,
    value: ({ resources }) => resources,
    draw: ({ resources }) => rounded(resources),
  },
  { id: 'judged', title: words.typeColumns.judged, isNumber: true, value: ({ judged }) => judged, draw: ({ judged }) => rounded(judged) },
];

/** Leads to the resources of a type, further down on this screen. */
function TypeLink({ type }: { readonly type: string }) {
  const [, change] = useScreenState(coverageCodec);
  const { page } = useSession();
  if (page !== undefined) return <span className="breakable">{type}</span>;
  return (
    <button type="button" className="link breakable" onClick={() => change({ type, list: 'no', find: '' })}>
      {type}
    </button>
  );
}

function TypeTable({ coverage }: { readonly coverage: Coverage }) {
  const [{ q, sort }, change] = useScreenState(coverageCodec);
  const rows = useMemo(() => coverage.byType.filter(({ type }) => type.toLowerCase().includes(q.trim().toLowerCase())), [coverage, q]);
  const search = useMemo(() => (text: string) => change({ q: text }, true), [change]);
  return (
    <Section
      title={words.byType}
      className="card"
      actions={<CsvButton name="types" columns={typeColumns} rows={sortedBy(rows, typeColumns, sort)} />}
    >
      <div className="filters">
        <SearchBox label={words.search} value={q} onChange={search} />
      </div>
      <DataTable
        label={words.byType}
        columns={typeColumns}
        rows={rows}
        keyOf={({ type }) => type}
        sort={sort}
        filter={q}
        onSort={(next) => change({ sort: next }, true)}
      />
    </Section>
  );
}
