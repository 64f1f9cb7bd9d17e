import type { ReactNode } from 'react';
import type { Comparison } from '../../model/answers.ts';
import { attributionOf, type Cause } from '../../model/movement.ts';
import { exact, rounded, signed } from '../../model/number.ts';
import { texts } from '../../texts.ts';
import { CsvButton } from '../parts/csv-button.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Asked } from '../parts/panel.tsx';
import { Empty } from '../parts/states.tsx';
import type { DrawnColumn } from '../parts/table-parts.tsx';
import { Time } from '../parts/time.tsx';
import { useComparison } from '../queries.tsx';
import { recommendationPath, ScreenLink, useSelection } from '../routing.tsx';
import { MovedByCauses } from './moved-by.tsx';

const words = texts.history;
const changed = ({ from, to }: { readonly from: number; readonly to: number }) =>
  from === to ? rounded(to) : `${rounded(from)} → ${rounded(to)}`;

const causeColumns: readonly DrawnColumn<Cause>[] = [
  {
    id: 'name',
    title: words.columns.name,
    value: ({ displayName }) => displayName,
    draw: ({ name, displayName }) => (name === '' ? displayName : <ScreenLink to={recommendationPath(name)}>{displayName}</ScreenLink>),
  },
  {
    id: 'moved',
    title: words.columns.moved,
    isNumber: true,
    value: ({ moved }) => moved,
    draw: ({ moved }) => (
      <span className={moved < 0 ? 'worse' : moved > 0 ? 'gain' : ''} title={exact(moved)}>
        {signed(moved)}
      </span>
    ),
  },
  { id: 'kind', title: words.columns.kind, priority: 2, value: ({ name, kind }) => (name === '' ? null : words.kinds[kind]) },
  {
    id: 'unhealthy',
    title: words.columns.unhealthy,
    isNumber: true,
    priority: 2,
    value: ({ unhealthy }) => changed(unhealthy),
    draw: ({ name, unhealthy }) => (name === '' ? '' : changed(unhealthy)),
  },
  {
    id: 'healthy',
    title: words.columns.healthy,
    isNumber: true,
    priority: 3,
    value: ({ healthy }) => changed(healthy),
    draw: ({ name, healthy }) => (name === '' ? '' : changed(healthy)),
  },
];

type Moment = Comparison['moments'][number];
const momentColumns: readonly DrawnColumn<Moment>[] = [
  { id: 'at', title: words.momentColumns.at, value: ({ at }) => at, draw: ({ at }) => <Time at={at} /> },
  { id: 'kind', title: words.momentColumns.kind, value: ({ kind }) => words.momentKinds[kind] },
  { id: 'put', title: words.momentColumns.put, isNumber: true, priority: 2, value: ({ put }) => put },
  { id: 'deleted', title: words.momentColumns.deleted, isNumber: true, priority: 2, value: ({ deleted }) => deleted },
  { id: 'statusChanges', title: words.momentColumns.statusChanges, isNumber: true, value: ({ statusChanges }) => statusChanges },
];

/** The difference between two moments taken apart, until it adds up. */
export function WhatMoved({ from, to }: { readonly from: string; readonly to: string | undefined }) {
  const query = useComparison(useSelection(), { from, ...(to === undefined ? {} : { to }) });
  return (
    <Asked query={query}>
      {(comparison) => (
        <Difference comparison={comparison}>
          <MovedByCauses from={from} to={to} />
        </Difference>
      )}
    </Asked>
  );
}

function Difference({ comparison, children }: { readonly comparison: Comparison; readonly children: ReactNode }) {
  const { causes, rest, total } = attributionOf(comparison.from, comparison.to);
  const zero = { from: 0, to: 0 };
  const remainder: Cause = { name: '', displayName: words.rest, moved: rest, kind: 'better', unhealthy: zero, healthy: zero };
  const rows = rest === 0 ? causes : [...causes, remainder];
  return (
    <>
      <p className="difference">
        <span data-value="before">{rounded(comparison.from.score?.current ?? 0)}</span> →{' '}
        <span data-value="after">{rounded(comparison.to.score?.current ?? 0)}</span>{' '}
        <b className={total < 0 ? 'worse' : 'gain'} title={exact(total)}>
          {texts.points(signed(total))}
        </b>
      </p>
      {comparison.moments.length === 0 ? null : <p>{happenedText(comparison.moments)}</p>}
      {comparison.forgotten ? <p className="soft">{words.forgotten}</p> : null}
      {children}
      {rows.length === 0 ? (
        <Empty title={words.nothing} />
      ) : (
        <>
          <h3>{words.byRecommendation}</h3>
          <div className="list-head">
            <span className="soft">{texts.rows(rows.length, rows.length)}</span>
            <CsvButton name="what-moved" columns={causeColumns} rows={rows} />
          </div>
          <DataTable label={words.compare} columns={causeColumns} rows={rows} keyOf={({ name }) => name} />
        </>
      )}
      {comparison.moments.length === 0 ? null : (
        <details className="why">
          <summary>{`${words.moments} (${comparison.moments.length})`}</summary>
          <div className="list-head">
            <span className="soft">{texts.rows(comparison.moments.length, comparison.moments.length)}</span>
            <CsvButton name="moments" columns={momentColumns} rows={comparison.moments} />
          </div>
          <DataTable label={words.moments} columns={momentColumns} rows={comparison.moments} keyOf={({ sequence }) => String(sequence)} />
        </details>
      )}
    </>
  );
}

/** All that happened between the two moments, in one sentence. */
function happenedText(moments: readonly Moment[]): string {
  const kinds = (['import', 'batch', 'clock', 'catalogue'] as const).flatMap((kind) => {
    const count = moments.filter((moment) => moment.kind === kind).length;
    return count === 0 ? [] : [words.happenedKinds[kind](count)];
  });
  const sum = (member: 'put' | 'deleted' | 'statusChanges') => moments.reduce((all, moment) => all + moment[member], 0);
  return words.happened(kinds.join(', '), words.happenedResources(sum('put'), sum('deleted'), sum('statusChanges')));
}
