import { Button } from '@fluentui/react-components';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { RecommendationAnswer, ResourceRow, Status } from '../../model/answers.ts';
import type { Column } from '../../model/csv.ts';
import { fixCommandsFor } from '../../model/fix-command.ts';
import { type ResourceTab, recommendationCodec, type ScreenSelection } from '../../model/screens.ts';
import { texts } from '../../texts.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { CsvButton } from '../parts/csv-button.tsx';
import { LongTable } from '../parts/long-table.tsx';
import { Failed } from '../parts/panel.tsx';
import { Empty, Loading } from '../parts/states.tsx';
import { useResourcesOf, useRights, useScopes } from '../queries.tsx';
import { useScreenState } from '../routing.tsx';
import { useSession } from '../session.tsx';
import { exportColumns, ownerOf, resourceColumns } from './resource-columns.tsx';

const ExemptDialog = lazy(() => import('./exempt-dialog.tsx').then(({ ExemptDialog: Dialog }) => ({ default: Dialog })));
const words = texts.recommendation;
const keyOf = ({ id }: ResourceRow) => id;
const none: readonly never[] = [];

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
  const [chosen, setChosen] = useState<readonly string[]>(none);
  const [isExempting, setExempting] = useState(false);
  const { page } = useSession();
  const mayWrite = useRights().data?.role !== 'reader';
  const { name } = answer.recommendation;
  const list = useResourcesOf(name, selection, { status, search: state.q, subscription: state.subscription });
  const scopes = useScopes(selection.model).data;
  const names = useMemo(() => new Map(scopes?.subscriptions.map(({ id, displayName }) => [id, displayName])), [scopes]);
  const { rows, count } = list;
  const hasOwners = rows.some((row) => ownerOf(row) !== null);
  // A column in which nothing stands tells nothing; since when is known where a history is.
  const left = useMemo(() => new Set([...(hasOwners ? [] : ['owner']), ...(page === undefined ? [] : ['since'])]), [hasOwners, page]);
  const columns = useMemo(() => {
    const toggle = (id: string) => setChosen((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]));
    const picked = new Set(chosen);
    const isAll = rows.every(({ id }) => picked.has(id));
    const toggleAll = () => setChosen(isAll ? none : rows.map(({ id }) => id));
    return resourceColumns(names, { chosen, isAll, toggle, toggleAll }, left);
  }, [names, chosen, left, rows]);
  const exported: readonly Column<ResourceRow>[] = useMemo(() => exportColumns(names, left), [names, left]);
  const commands = fixCommandsFor(command, chosen);

  if (list.error !== null && rows.length === 0) return <Failed error={list.error} onRetry={list.retry} />;
  if (count === undefined) return <Loading shape="list" />;
  if (count === 0 && page !== undefined && (total ?? 0) > 0) return <Empty title={texts.page.counted} />;
  if (count === 0) return <Empty title={state.q === '' && state.subscription === '' ? words.empty[tab] : words.empty.search} />;
  return (
    <>
      <div className="list-head">
        {chosen.length === 0 ? (
          <span className="soft">{state.q !== '' && !list.isWhole ? words.shown(count) : texts.rows(count, count)}</span>
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
          <CsvButton
            name={`${name}-${tab}`}
            columns={exported}
            rows={list.isWhole ? rows : none}
            more={list.isWhole ? undefined : list.all}
          />
        </span>
      </div>
      {list.isOld ? (
        <p className="soft note" role="status">
          {words.mayBeOld}{' '}
          <Button size="small" onClick={list.renew}>
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
      <LongTable
        label={words.tabs[tab]}
        columns={columns}
        count={count}
        pageAt={list.pageAt}
        keyOf={keyOf}
        onLook={list.onLook}
        onHold={list.onHold}
      />
      {page !== undefined && total !== undefined && total > rows.length ? (
        <p className="soft note">{texts.page.listed(rows.length, total)}</p>
      ) : null}
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
