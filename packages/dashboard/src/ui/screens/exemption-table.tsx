import { useMemo } from 'react';
import type { ExemptionRow } from '../../model/answers.ts';
import { texts } from '../../texts.ts';
import { CsvButton } from '../parts/csv-button.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Failed } from '../parts/panel.tsx';
import { Empty } from '../parts/states.tsx';
import type { DrawnColumn } from '../parts/table-parts.tsx';
import { useRevoke } from '../queries.tsx';
import { exemptionColumns, revokeColumn } from './exemption-columns.tsx';

const words = texts.recommendation;
const keyOf = ({ id }: ExemptionRow) => id;

interface ExemptionTableProps {
  readonly exemptions: readonly ExemptionRow[];
  /** Key of the recommendation whose resources are counted. */
  readonly recommendation: string;
}

/** The exemptions in force for a recommendation: who took responsibility, until when, and the way back. */
export function ExemptionTable({ exemptions, recommendation }: ExemptionTableProps) {
  const { revoke, error, isPending, mayRevoke } = useRevoke();
  const exported = useMemo(() => columnsFor(recommendation), [recommendation]);
  const columns = useMemo(() => [...exported, revokeColumn(mayRevoke, isPending, revoke)], [exported, mayRevoke, isPending, revoke]);
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

function columnsFor(recommendation: string): readonly DrawnColumn<ExemptionRow>[] {
  const { name, category, scope, owner, expires } = exemptionColumns;
  return [
    name,
    category,
    scope,
    owner,
    expires,
    {
      id: 'assessments',
      title: words.exemptColumns.assessments,
      isNumber: true,
      priority: 2,
      value: ({ byRecommendation }) => byRecommendation[recommendation] ?? 0,
    },
  ];
}
