import { useMemo } from 'react';
import type { Coverage, Report } from '../../model/answers.ts';
import { sortedBy } from '../../model/csv.ts';
import { type Missing, missingOf } from '../../model/missing.ts';
import { rounded } from '../../model/number.ts';
import { coverageCodec } from '../../model/screens.ts';
import { commandFor, texts } from '../../texts.ts';
import { HealthBar } from '../marks/bars.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { CsvButton } from '../parts/csv-button.tsx';
import { DataTable, type DrawnColumn } from '../parts/data-table.tsx';
import { Asked } from '../parts/panel.tsx';
import { ScreenTitle } from '../parts/screen-title.tsx';
import { SearchBox } from '../parts/search-box.tsx';
import { Section } from '../parts/section.tsx';
import { Empty } from '../parts/states.tsx';
import { Time } from '../parts/time.tsx';
import { useScore } from '../queries.tsx';
import { ScreenLink, useScreenState, useSelection } from '../routing.tsx';
import { useSession } from '../session.tsx';

const words = texts.coverage;

/** What was read, what could not be, and the command that would collect what is missing. */
export function CoverageScreen() {
  const query = useScore(useSelection());
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
        <Count title={words.resources} value={coverage.resources} />
        <Count title={words.read} value={coverage.read} />
        {coverage.files === 0 ? null : <Count title={words.files} value={coverage.files} />}
        <Count title={words.refused} value={coverage.refused} />
        <Count title={words.duplicates} value={coverage.duplicates} />
        <div className="fact">
          <dt>{words.asOf}</dt>
          <dd>
            <Time at={report.generatedAt} />
          </dd>
        </div>
        <div className="fact fact-wide">
          <dt>{words.assessed}</dt>
          <dd>
            <HealthBar healthy={coverage.assessed.healthy} unhealthy={coverage.assessed.unhealthy} />
            <span className="assessed-counts">
              {(['Unhealthy', 'Healthy', 'NotApplicable', 'NotAssessed'] as const).map((status) => (
                <span key={status}>
                  {rounded(coverage.assessed[`${status[0]?.toLowerCase() ?? ''}${status.slice(1)}` as keyof Coverage['assessed']])}{' '}
                  {texts.status[status].toLowerCase()}
                </span>
              ))}
            </span>
          </dd>
        </div>
      </dl>
      <MissingTable coverage={coverage} />
      <TypeTable coverage={coverage} />
      {problems.length === 0 ? null : (
        <Listed
          title={words.problems}
          name="problems"
          rows={problems}
          columns={problemColumns}
          keyOf={(row) => `${row.file} ${row.line} ${row.path} ${row.code} ${row.message}`}
        />
      )}
      {coverage.disagreements.length === 0 ? null : (
        <Listed
          title={words.disagreements}
          name="disagreements"
          rows={coverage.disagreements}
          columns={disagreementColumns}
          keyOf={(row) => `${row.recommendation} ${row.resource}`}
        />
      )}
      {coverage.unknownAssessments.length === 0 ? null : (
        <Listed
          title={words.unknown}
          name="unknown-assessments"
          rows={coverage.unknownAssessments}
          columns={unknownColumns}
          keyOf={(row) => `${row.key} ${row.displayName}`}
        />
      )}
    </>
  );
}

function Count({ title, value }: { readonly title: string; readonly value: number }) {
  return (
    <div className="fact">
      <dt>{title}</dt>
      <dd>{rounded(value)}</dd>
    </div>
  );
}

function Listed<T extends object>({
  title,
  name,
  rows,
  columns,
  keyOf,
}: {
  readonly title: string;
  readonly name: string;
  readonly rows: readonly T[];
  readonly columns: readonly DrawnColumn<T>[];
  readonly keyOf: (row: T) => string;
}) {
  return (
    <Section title={title} className="card" actions={<CsvButton name={name} columns={columns} rows={rows} />}>
      <DataTable label={title} columns={columns} rows={rows} keyOf={keyOf} />
    </Section>
  );
}

const needText = (needs: string) => (needs === 'configuration' ? words.configuration : needs);
const missingColumns: readonly DrawnColumn<Missing>[] = [
  {
    id: 'needs',
    title: words.missingColumns.needs,
    value: ({ needs }) => needText(needs),
    draw: ({ needs }) => (
      <>
        <code className="breakable">{needText(needs)}</code>
        <span className="narrow-only">
          <CollectCommand needs={needs} />
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
    value: ({ needs }) => commandFor(needs),
    draw: ({ needs }) => <CollectCommand needs={needs} />,
  },
];

function CollectCommand({ needs }: { readonly needs: string }) {
  return (
    <span className="command">
      <code>{commandFor(needs)}</code>
      <CopyButton text={commandFor(needs)} />
    </span>
  );
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
          <DataTable label={words.missing} columns={missingColumns} rows={rows} keyOf={({ needs }) => needs} />
        </>
      )}
    </Section>
  );
}

type TypeRow = Coverage['byType'][number];
const typeColumns: readonly DrawnColumn<TypeRow>[] = [
  { id: 'type', title: words.typeColumns.type, value: ({ type }) => type, draw: ({ type }) => <span className="breakable">{type}</span> },
  {
    id: 'resources',
    title: words.typeColumns.resources,
    isNumber: true,
    value: ({ resources }) => resources,
    draw: ({ resources }) => rounded(resources),
  },
  { id: 'judged', title: words.typeColumns.judged, isNumber: true, value: ({ judged }) => judged, draw: ({ judged }) => rounded(judged) },
];

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

const problemColumns: readonly DrawnColumn<Report['problems'][number]>[] = [
  {
    id: 'file',
    title: words.problemColumns.file,
    value: ({ file }) => file,
    draw: ({ file }) => <span className="breakable">{file}</span>,
  },
  {
    id: 'place',
    title: words.problemColumns.place,
    priority: 2,
    value: ({ line, path }) => (line === undefined ? (path ?? null) : `${line}${path === undefined ? '' : ` ${path}`}`),
  },
  { id: 'message', title: words.problemColumns.message, value: ({ message }) => message },
  { id: 'hint', title: words.problemColumns.hint, priority: 2, value: ({ hint }) => hint },
];

const disagreementColumns: readonly DrawnColumn<Coverage['disagreements'][number]>[] = [
  { id: 'recommendation', title: words.disagreementColumns.recommendation, value: ({ recommendation }) => recommendation },
  {
    id: 'resource',
    title: words.disagreementColumns.resource,
    value: ({ resource }) => resource,
    draw: ({ resource }) => (
      <ScreenLink to="/resource" search={{ id: resource }} className="link breakable">
        {resource}
      </ScreenLink>
    ),
  },
  { id: 'computed', title: words.disagreementColumns.computed, value: ({ computed }) => computed },
  { id: 'imported', title: words.disagreementColumns.imported, value: ({ imported }) => imported },
];

const unknownColumns: readonly DrawnColumn<Coverage['unknownAssessments'][number]>[] = [
  { id: 'name', title: words.unknownColumns.name, value: ({ displayName }) => displayName },
  { id: 'key', title: words.unknownColumns.key, priority: 2, value: ({ key }) => key },
  { id: 'count', title: words.unknownColumns.count, isNumber: true, value: ({ count }) => count },
];
