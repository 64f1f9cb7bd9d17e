import { Button } from '@fluentui/react-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { ExemptionRow } from '../../model/answers.ts';
import { texts } from '../../texts.ts';
import { CsvButton } from '../parts/csv-button.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Failed } from '../parts/panel.tsx';
import { Empty } from '../parts/states.tsx';
import type { DrawnColumn } from '../parts/table-parts.tsx';
import { Time } from '../parts/time.tsx';
import { useRights } from '../queries.tsx';
import { useSession } from '../session.tsx';

const words = texts.recommendation;
const titles = words.exemptColumns;
const keyOf = ({ id }: ExemptionRow) => id;

interface ExemptionTableProps {
  readonly exemptions: readonly ExemptionRow[];
  /** Key of the recommendation whose resources are counted. */
  readonly recommendation: string;
}

/** The exemptions in force for a recommendation: who took responsibility, until when, and the way back. */
export function ExemptionTable({ exemptions, recommendation }: ExemptionTableProps) {
  const { api } = useSession();
  const queries = useQueryClient();
  const mayWrite = useRights().data?.role !== 'reader';
  const { mutate, error, isPending } = useMutation({
    mutationFn: (id: string) => api.revoke(id),
    onSuccess: () => queries.invalidateQueries(),
  });
  const columns = useMemo(() => columnsFor(recommendation, mayWrite && !isPending, mutate), [recommendation, mayWrite, isPending, mutate]);
  const exported = columns.filter(({ id }) => id !== 'actions');
  if (exemptions.length === 0) return <Empty title={words.empty.exempt} />;
  return (
    <>
      <div className="list-head">
        <span className="soft">{texts.rows(exemptions.length, exemptions.length)}</span>
        <CsvButton name="exemptions" columns={exported} rows={exemptions} />
      </div>
      {error === null ? null : <Failed error={error} />}
      <DataTable label={words.tabs.exempt} columns={columns} rows={exemptions} keyOf={keyOf} />
    </>
  );
}

function columnsFor(recommendation: string, mayWrite: boolean, revoke: (id: string) => void): readonly DrawnColumn<ExemptionRow>[] {
  return [
    {
      id: 'name',
      title: titles.name,
      value: ({ displayName }) => displayName,
      draw: ({ displayName, reason }) => (
        <>
          <bdi>{displayName}</bdi>
          {reason === '' || reason === displayName ? null : <span className="second soft">{reason}</span>}
        </>
      ),
    },
    { id: 'category', title: titles.category, priority: 2, value: ({ category }) => texts.categories[category] },
    {
      id: 'scope',
      title: titles.scope,
      priority: 3,
      value: ({ scope }) => scope,
      draw: ({ scope }) => <span className="breakable">{scope}</span>,
    },
    { id: 'owner', title: titles.owner, priority: 2, value: ({ owner }) => owner, draw: ({ owner }) => <bdi>{owner}</bdi> },
    {
      id: 'expires',
      title: titles.expires,
      value: ({ expiresOn }) => expiresOn ?? words.forEver,
      draw: ({ expiresOn }) => (expiresOn === null ? words.forEver : <Time at={expiresOn} />),
    },
    {
      id: 'assessments',
      title: titles.assessments,
      isNumber: true,
      priority: 2,
      value: ({ byRecommendation }) => byRecommendation[recommendation] ?? 0,
    },
    {
      id: 'actions',
      title: titles.actions,
      value: () => null,
      draw: ({ id, displayName }) => (
        <Button
          size="small"
          disabled={!mayWrite}
          aria-label={words.revokeOf(displayName)}
          title={mayWrite ? undefined : words.mayNot}
          onClick={() => revoke(id)}
        >
          {words.revoke}
        </Button>
      ),
    },
  ];
}
