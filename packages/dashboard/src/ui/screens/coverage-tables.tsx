// What of the input could not be taken as it was; each a table that is left out when it is empty.
import type { Coverage, Report } from '../../model/answers.ts';
import { rounded } from '../../model/number.ts';
import { texts } from '../../texts.ts';
import { CsvButton } from '../parts/csv-button.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Section } from '../parts/section.tsx';
import type { DrawnColumn } from '../parts/table-parts.tsx';
import { ScreenLink } from '../routing.tsx';

const words = texts.coverage;

interface ListedProps<T> {
  readonly title: string;
  readonly lead?: string;
  readonly name: string;
  readonly rows: readonly T[];
  readonly columns: readonly DrawnColumn<T>[];
  readonly keyOf: (row: T) => string;
}

function Listed<T extends object>({ title, lead, name, rows, columns, keyOf }: ListedProps<T>) {
  if (rows.length === 0) return null;
  return (
    <Section title={title} className="card" actions={<CsvButton name={name} columns={columns} rows={rows} />}>
      {lead === undefined ? null : <p className="soft note">{lead}</p>}
      <DataTable label={title} columns={columns} rows={rows} keyOf={keyOf} />
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

export function ProblemTable({ rows }: { readonly rows: Report['problems'] }) {
  const keyOf = (row: Report['problems'][number]) => `${row.file} ${row.line} ${row.path} ${row.code} ${row.message}`;
  return <Listed title={words.problems} name="problems" rows={rows} columns={problemColumns} keyOf={keyOf} />;
}

export function DisagreementTable({ rows }: { readonly rows: Coverage['disagreements'] }) {
  const keyOf = (row: Coverage['disagreements'][number]) => `${row.recommendation} ${row.resource}`;
  return <Listed title={words.disagreements} name="disagreements" rows={rows} columns={disagreementColumns} keyOf={keyOf} />;
}

export function UnknownTable({ rows }: { readonly rows: Coverage['unknownAssessments'] }) {
  const keyOf = (row: Coverage['unknownAssessments'][number]) => `${row.key} ${row.displayName}`;
  return <Listed title={words.unknown} name="unknown-assessments" rows={rows} columns={unknownColumns} keyOf={keyOf} />;
}

type Refused = NonNullable<Coverage['notPermitted']>[number];
const refusedColumns: readonly DrawnColumn<Refused>[] = [
  {
    id: 'type',
    title: words.notPermittedColumns.type,
    value: ({ type }) => type,
    draw: ({ type }) => <span className="breakable">{type}</span>,
  },
  { id: 'where', title: words.notPermittedColumns.where, priority: 2, value: whereOf },
  {
    id: 'why',
    title: words.notPermittedColumns.why,
    value: ({ status, reason }) => [status, reason].filter((part) => part !== undefined).join(' '),
  },
];

function whereOf({ scope }: Refused): string | null {
  return scope ?? null;
}

export function RefusedTable({ rows }: { readonly rows: readonly Refused[] }) {
  const keyOf = (row: Refused) => `${row.type} ${whereOf(row) ?? ''} ${row.status} ${row.reason}`;
  return (
    <Listed title={words.notPermitted} lead={words.notPermittedLead} name="refused" rows={rows} columns={refusedColumns} keyOf={keyOf} />
  );
}

type Incomplete = NonNullable<Coverage['incomplete']>[number];
const incompleteColumns: readonly DrawnColumn<Incomplete>[] = [
  {
    id: 'file',
    title: words.incompleteColumns.file,
    value: ({ file }) => file,
    draw: ({ file }) => <span className="breakable">{file}</span>,
  },
  { id: 'reason', title: words.incompleteColumns.reason, value: ({ reason }) => reason },
];

export function IncompleteTable({ rows }: { readonly rows: readonly Incomplete[] }) {
  return (
    <Listed
      title={words.incomplete}
      lead={words.incompleteLead}
      name="incomplete"
      rows={rows}
      columns={incompleteColumns}
      keyOf={({ file, reason }) => `${file} ${reason}`}
    />
  );
}

type Ignored = NonNullable<Coverage['ignored']>[number];
const ignoredColumns: readonly DrawnColumn<Ignored>[] = [
  { id: 'reason', title: words.ignoredColumns.reason, value: ({ reason }) => words.ignoredReasons[reason] },
  {
    id: 'examples',
    title: words.ignoredColumns.examples,
    value: ({ examples }) => examples.join(', '),
    draw: ({ examples }) => <span className="breakable">{examples.join(', ')}</span>,
  },
  { id: 'count', title: words.ignoredColumns.count, isNumber: true, value: ({ count }) => count, draw: ({ count }) => rounded(count) },
];

export function IgnoredTable({ rows }: { readonly rows: readonly Ignored[] }) {
  return <Listed title={words.ignored} name="ignored" rows={rows} columns={ignoredColumns} keyOf={({ reason }) => reason} />;
}
