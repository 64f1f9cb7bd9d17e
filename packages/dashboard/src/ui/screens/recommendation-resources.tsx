import { useMemo } from 'react';
import type { RecommendationAnswer, Status } from '../../model/answers.ts';
import { type ResourceTab, recommendationCodec, resourceTabs, type ScreenSelection } from '../../model/screens.ts';
import { texts } from '../../texts.ts';
import { Choice } from '../parts/choice.tsx';
import { SearchBox } from '../parts/search-box.tsx';
import { Section } from '../parts/section.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { useExemptions, useScopes } from '../queries.tsx';
import { useScreenState } from '../routing.tsx';
import { useSession } from '../session.tsx';
import { ExemptionTable } from './exemption-table.tsx';
import { RecommendationHistory } from './recommendation-history.tsx';
import { ResourceList } from './resource-list.tsx';

const words = texts.recommendation;
const statusByTab: Readonly<Record<ResourceTab, Status | undefined>> = {
  unhealthy: 'Unhealthy',
  healthy: 'Healthy',
  'not-applicable': 'NotApplicable',
  'not-assessed': 'NotAssessed',
  exempt: undefined,
  history: undefined,
};

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
  const exemptions = (useExemptions(selection).data?.items ?? []).filter(({ byRecommendation }) => (byRecommendation[row.key] ?? 0) > 0);
  const counts: Readonly<Record<ResourceTab, number | undefined>> = {
    unhealthy: row.unhealthy,
    healthy: row.healthy,
    'not-applicable': row.notApplicable,
    'not-assessed': row.notAssessed,
    exempt: exemptions.reduce((sum, { byRecommendation }) => sum + (byRecommendation[row.key] ?? 0), 0),
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
          <ExemptionTable exemptions={exemptions} recommendation={row.key} />
        ) : tab === 'history' ? (
          <RecommendationHistory row={row} selection={selection} />
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
