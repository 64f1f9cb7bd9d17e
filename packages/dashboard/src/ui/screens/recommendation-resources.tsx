import { Button } from '@fluentui/react-components';
import { lazy, Suspense, useMemo, useState } from 'react';
import type { RecommendationAnswer, ResourceRow, Status } from '../../model/answers.ts';
import type { Column } from '../../model/csv.ts';
import { fixCommandsFor } from '../../model/fix-command.ts';
import { isAbout } from '../../model/recommendation-list.ts';
import { type ResourceTab, recommendationCodec, resourceTabs, type ScreenSelection } from '../../model/screens.ts';
import { texts } from '../../texts.ts';
import { Choice } from '../parts/choice.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { CsvButton } from '../parts/csv-button.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Failed } from '../parts/panel.tsx';
import { SearchBox } from '../parts/search-box.tsx';
import { Section } from '../parts/section.tsx';
import { Empty, Loading } from '../parts/states.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { useExemptions, useResourcesOf, useRights, useScopes } from '../queries.tsx';
import { useScreenState } from '../routing.tsx';
import { useSession } from '../session.tsx';
import { ExemptionTable } from './exemption-table.tsx';
import { RecommendationHistory } from './recommendation-history.tsx';
import { exportColumns, ownerOf, resourceColumns } from './resource-columns.tsx';

const ExemptDialog = lazy(() => import('./exempt-dialog.tsx').then(({ ExemptDialog: Dialog }) => ({ default: Dialog })));
const words = texts.recommendation;
const keyOf = ({ id }: ResourceRow) => id;
const statusByTab: Readonly<Record<ResourceTab, Status | undefined>> = {
  unhealthy: 'Unhealthy',
  healthy: 'Healthy',
  'not-applicable': 'NotApplicable',
  'not-assessed': 'NotAssessed',
  exempt: undefined,
  history: undefined,
};
const none: readonly string[] = [];

/** The resources of a recommendation by status, with what can be done about them. */
export function RecommendationResources({
  answer,
  selection,
}: {
  readonly answer: RecommendationAnswer;
  readonly selection: ScreenSelection;
}) {
  const { recommendation: row, about } = answer;
  const [state, change] = useScreenState(recommendationCodec);
  const exemptions = (useExemptions(selection).data?.items ?? []).filter(
    (exemption) => exemption.assessments > 0 && isAbout(exemption, row),
  );
  const counts: Readonly<Record<ResourceTab, number | undefined>> = {
    unhealthy: row.unhealthy,
    healthy: row.healthy,
    'not-applicable': row.notApplicable,
    'not-assessed': row.notAssessed,
    exempt: exemptions.length,
    history: undefined,
  };
  const subscriptions = useScopes(selection.model).data?.subscriptions ?? [];
  const search = useMemo(() => (q: string) => change({ q }, true), [change]);
  const { page } = useSession();
  const tabsHere = page === undefined ? resourceTabs : resourceTabs.filter((tab) => statusByTab[tab] !== undefined);
  const tab = tabsHere.includes(state.tab) ? state.tab : 'unhealthy';
  const status = statusByTab[tab];
  return (
    <Section title={words.resources} className="card">
      <Tabs
        label={words.resources}
        panel="resource-rows"
        value={tab}
        tabs={tabsHere.map((value) => ({ value, title: words.tabs[value], count: counts[value] }))}
        onChange={(next) => change({ tab: next })}
      />
      {status === undefined ? null : (
        <div className="filters">
          <SearchBox label={words.search} value={state.q} onChange={search} />
          <Choice
            label={words.subscription}
            value={state.subscription}
            options={[
              { value: '', title: words.allSubscriptions },
              ...subscriptions.map(({ id, displayName }) => ({ value: id, title: displayName === '' ? id : displayName })),
            ]}
            onChange={(subscription) => change({ subscription })}
          />
        </div>
      )}
      <div id="resource-rows" role="tabpanel" aria-label={words.tabs[tab]}>
        {tab === 'exempt' ? (
          <ExemptionTable exemptions={exemptions} />
        ) : tab === 'history' ? (
          <RecommendationHistory name={row.name} selection={selection} />
        ) : (
          <ResourceList
            key={tab}
            tab={tab}
            answer={answer}
            selection={selection}
            status={status}
            total={state.q === '' && state.subscription === '' ? (counts[tab] ?? 0) : undefined}
            command={about.command}
          />
        )}
      </div>
    </Section>
  );
}

interface ResourceListProps {
  readonly tab: ResourceTab;
  readonly answer: RecommendationAnswer;
  readonly selection: ScreenSelection;
  readonly status: Status | undefined;
  /** undefined while a search narrows it. */
  readonly total: number | undefined;
  readonly command: string | undefined;
}

function ResourceList({ tab, answer, selection, status, total, command }: ResourceListProps) {
  const [state] = useScreenState(recommendationCodec);
  const [chosen, setChosen] = useState(none);
  const [isExempting, setExempting] = useState(false);
  const { page } = useSession();
  const mayWrite = useRights().data?.role !== 'reader';
  const query = useResourcesOf(answer.recommendation.name, selection, { status, search: state.q, subscription: state.subscription });
  const scopes = useScopes(selection.model).data;
  const names = useMemo(() => new Map(scopes?.subscriptions.map(({ id, displayName }) => [id, displayName])), [scopes]);
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const hasOwners = rows.some((row) => ownerOf(row) !== null);
  // A column in which nothing stands tells nothing; since when is known where a history is.
  const left = useMemo(() => new Set([...(hasOwners ? [] : ['owner']), ...(page === undefined ? [] : ['since'])]), [hasOwners, page]);
  const columns = useMemo(() => {
    const toggle = (id: string) => setChosen((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id]));
    return resourceColumns(names, chosen, toggle, left);
  }, [names, chosen, left]);
  const exported: readonly Column<ResourceRow>[] = useMemo(() => exportColumns(names, left), [names, left]);
  const commands = fixCommandsFor(command, chosen);

  if (query.error !== null && rows.length === 0) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <Loading />;
  if (rows.length === 0 && page !== undefined && (total ?? 0) > 0) return <Empty title={texts.page.counted} />;
  if (rows.length === 0) return <Empty title={state.q === '' && state.subscription === '' ? words.empty[tab] : words.empty.search} />;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
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
          <CsvButton name={`${answer.recommendation.name}-${tab}`} columns={exported} rows={rows} />
        </span>
      </div>
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
