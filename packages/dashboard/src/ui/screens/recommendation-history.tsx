import { useMemo } from 'react';
import type { ResourceTransition } from '../../model/answers.ts';
import type { ScreenSelection } from '../../model/screens.ts';
import { texts } from '../../texts.ts';
import { useNow } from '../clock.tsx';
import { CsvButton } from '../parts/csv-button.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Asked } from '../parts/panel.tsx';
import { Empty } from '../parts/states.tsx';
import { useComparison, useHistory } from '../queries.tsx';
import { monthAgo } from './score-screen.tsx';
import { transitionColumns, transitionKey } from './transition-columns.tsx';

const words = texts.recommendation;

/** Which resources changed their verdict on this recommendation in the last month. */
export function RecommendationHistory({ name, selection }: { readonly name: string; readonly selection: ScreenSelection }) {
  const since = monthAgo(useNow());
  // The first moment with a score: before it everything would be new.
  const first = useHistory(selection, since, 60).data?.items.find(({ score }) => score !== null)?.at;
  const query = useComparison(selection, first, undefined);
  const columns = useMemo(() => transitionColumns({ isResourceShown: true }), []);
  return (
    <Asked query={query}>
      {({ transitions }) => {
        const own: readonly ResourceTransition[] = transitions.filter(
          ({ kind, recommendation }) => kind === 'status' && recommendation === name,
        );
        return own.length === 0 ? (
          <Empty title={words.empty.history} />
        ) : (
          <>
            <div className="list-head">
              <span className="soft">{words.historyNote}</span>
              <CsvButton name={`${name}-history`} columns={columns} rows={own} />
            </div>
            <DataTable label={words.tabs.history} columns={columns} rows={own} keyOf={transitionKey} />
          </>
        );
      }}
    </Asked>
  );
}
