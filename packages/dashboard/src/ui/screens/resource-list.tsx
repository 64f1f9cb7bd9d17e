import { Button } from '@fluentui/react-components';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { RecommendationAnswer, ResourceRow, Status } from '../../model/answers.ts';
import type { Column } from '../../model/csv.ts';
import { fixCommandsFor } from '../../model/fix-command.ts';
import { type ResourceTab, recommendationCodec, type ScreenSelection } from '../../model/screens.ts';
import { texts } from '../../texts.ts';
import { keptPages } from '../live.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { CsvButton } from '../parts/csv-button.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Failed } from '../parts/panel.tsx';
import { Empty, Loading } from '../parts/states.tsx';
import { useResourcesOf, useRights, useScopes } from '../queries.tsx';
import { useScreenState } from '../routing.tsx';
import { useSession } from '../session.tsx';
import { exportColumns, ownerOf, resourceColumns } from './resource-columns.tsx';

const ExemptDialog = lazy(() => import('./exempt-dialog.tsx').then(({ ExemptDialog: Dialog }) => ({ default: Dialog })));
const words = texts.recommendation;
const keyOf = ({ id }: ResourceRow) => id;
const none: readonly string[] = [];

interface ResourceListProps {
  readonly tab: ResourceTab;
  readonly answer: RecommendationAnswer;
  readonly selection: ScreenSelection;
  readonly status: Status | undefined;
  /** undefined while a search narrows it. */
  readonly total: number | undefined;
  readonly command: string | undefined;
}

/** Resources in one status: searched, chosen, exempted, exported; read on as the reader goes down. */
export function ResourceList({ tab, answer, selection, status, total, command }: ResourceListProps) {
  const [state] = useScreenState(recommendationCodec);
  const [chosen, setChosen] = useState(none);
  const [isExempting, setExempting] = useState(false);
  const { page, api } = useSession();
  const mayWrite = useRights().data?.role !== 'reader';
  const { name } = answer.recommendation;
  const query = useResourcesOf(name, selection, { status, search: state.q, subscription: state.subscription });
  const scopes = useScopes(selection.model).data;
  const names = useMemo(() => new Map(scopes?.subscriptions.map(({ id, displayName }) => [id, displayName])), [scopes]);
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const hasOwners = rows.some((row) => ownerOf(row) !== null);
  // A column in which nothing stands tells nothing; since when is known where a history is.
  const left = useMemo(() => new Set([...(hasOwners ? [] : ['owner']), ...(page === undefined ? [] : ['since'])]), [hasOwners, page]);
  const columns = useMemo(() => {
    const toggle = (id: string) => setChosen((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]));
    const toggleAll = () => setChosen((before) => (before.length < rows.length ? rows.map(({ id }) => id) : none));
    return resourceColumns(names, { chosen, isAll: chosen.length === rows.length, toggle, toggleAll }, left);
  }, [names, chosen, left, rows]);
  const exported: readonly Column<ResourceRow>[] = useMemo(() => exportColumns(names, left), [names, left]);
  const commands = fixCommandsFor(command, chosen);

  if (query.error !== null && rows.length === 0) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <Loading shape="list" />;
  if (rows.length === 0 && page !== undefined && (total ?? 0) > 0) return <Empty title={texts.page.counted} />;
  if (rows.length === 0) return <Empty title={state.q === '' && state.subscription === '' ? words.empty[tab] : words.empty.search} />;
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isStale } = query;
  const isOld = isStale && query.data.pages.length > keptPages;
  async function* rest(): AsyncIterable<readonly ResourceRow[]> {
    let after = query.data?.pages.at(-1)?.next ?? null;
    while (after !== null) {
      const asked = { status: status === undefined ? [] : [status], search: state.q, subscription: state.subscription };
      const next = await api.resourcesOf(name, selection, { ...asked, after, limit: 1_000, explain: true });
      yield next.items;
      after = next.next;
    }
  }
  return (
    <>
      <div className="list-head">
        {chosen.length === 0 ? (
          <span className="soft">{hasNextPage ? words.shown(rows.length) : texts.rows(rows.length, rows.length)}</span>
        ) : (
          <span>{words.chosen(chosen.length)}</span>
        )}
        <span className="list-actions">
          {page === undefined ? (
            <Button
              size="small"
              className="no-print"
              appearance={chosen.length > 0 ? 'primary' : 'secondary'}
              disabled={!mayWrite || chosen.length === 0}
              title={mayWrite ? undefined : words.mayNot}
              onClick={() => setExempting(true)}
            >
              {words.exempt}
            </Button>
          ) : null}
          <CsvButton name={`${name}-${tab}`} columns={exported} rows={rows} more={hasNextPage ? () => rest() : undefined} />
        </span>
      </div>
      {isOld ? (
        <p className="soft note">
          {words.mayBeOld}{' '}
          <Button size="small" onClick={() => void query.refetch()}>
            {words.readAgain}
          </Button>
        </p>
      ) : null}
      {commands.length === 0 ? null : (
        <div className="command command-many">
          <pre aria-label={words.commands(chosen.length)} tabIndex={0}>
            {commands.join('\n')}
          </pre>
          <CopyButton text={commands.join('\n')} />
        </div>
      )}
      <DataTable
        label={words.tabs[tab]}
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        filter={`${tab} ${state.q} ${state.subscription}`}
        {...(total === undefined ? {} : { total })}
        onEnd={hasNextPage && !isFetchingNextPage ? () => void fetchNextPage() : undefined}
      />
      {page !== undefined && total !== undefined && total > rows.length ? (
        <p className="soft note">{texts.page.listed(rows.length, total)}</p>
      ) : null}
      {isFetchingNextPage ? <p className="soft">{words.loadingMore}</p> : null}
      {isExempting ? (
        <Suspense>
          <ExemptDialog
            recommendation={answer.recommendation}
            resources={chosen}
            onClose={(isDone) => {
              setExempting(false);
              if (isDone) setChosen(none);
            }}
          />
        </Suspense>
      ) : null}
    </>
  );
}
