import { useMemo } from 'react';
import type { AssessedItem, ResourceDetail } from '../../model/answers.ts';
import { configurationLines } from '../../model/configuration.ts';
import { decidingPaths } from '../../model/deciding.ts';
import { resourceCodec, resourceParts } from '../../model/screens.ts';
import { texts } from '../../texts.ts';
import { StatusMark } from '../marks/shapes.tsx';
import { CsvButton } from '../parts/csv-button.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Fact } from '../parts/fact.tsx';
import { Asked } from '../parts/panel.tsx';
import { ScreenTitle } from '../parts/screen-title.tsx';
import { Empty } from '../parts/states.tsx';
import type { DrawnColumn } from '../parts/table-parts.tsx';
import { Tabs } from '../parts/tabs.tsx';
import { Time } from '../parts/time.tsx';
import { useResource, useScopes } from '../queries.tsx';
import { recommendationPath, ScreenLink, useScreenState, useSelection } from '../routing.tsx';
import { useSession } from '../session.tsx';
import { Reason, reasonText, valueText } from './resource-columns.tsx';
import { transitionColumns, transitionKey } from './transition-columns.tsx';

const words = texts.resource;
const keyOf = ({ recommendation }: AssessedItem) => recommendation;

/** Everything known about one resource: its verdicts with their reasons, its configuration, its relations, its history. */
export function ResourceScreen() {
  const [{ id, part }, change] = useScreenState(resourceCodec);
  const query = useResource(id);
  const { page } = useSession();
  // A page that stands alone knows verdicts, and neither configuration nor history.
  const partsHere: readonly (typeof resourceParts)[number][] =
    page === undefined ? resourceParts : resourceParts.filter((value) => value === 'assessments');
  const shown = partsHere.includes(part) ? part : 'assessments';
  if (id === '') return <Empty title={texts.states['not-found']} />;
  return (
    <Asked query={query}>
      {({ resource }) => (
        <>
          <ScreenTitle title={resource.name} lead={<span className="breakable">{resource.id}</span>} />
          <ResourceFacts resource={resource} />
          <div className="card">
            <Tabs
              label={words.title}
              panel="resource-part"
              value={shown}
              tabs={partsHere.map((value) => ({
                value,
                title: words.parts[value],
                count: value === 'assessments' ? resource.assessments.length : undefined,
              }))}
              onChange={(next) => change({ part: next })}
            />
            {page === undefined ? null : <p className="soft note">{texts.page.verdicts}</p>}
            <div id="resource-part" role="tabpanel" aria-label={words.parts[shown]}>
              {shown === 'assessments' ? (
                <Assessments resource={resource} />
              ) : shown === 'configuration' ? (
                <Configuration resource={resource} />
              ) : shown === 'relations' ? (
                <Relations resource={resource} />
              ) : (
                <ResourceHistory resource={resource} />
              )}
            </div>
          </div>
        </>
      )}
    </Asked>
  );
}

function ResourceFacts({ resource }: { readonly resource: ResourceDetail }) {
  const { model } = useSelection();
  const { page } = useSession();
  const names = useScopes(model).data?.subscriptions;
  const subscription = names?.find(({ id }) => id === resource.subscription)?.displayName ?? resource.subscription;
  const location = resource.resource['location'];
  const tags = Object.entries((resource.resource['tags'] ?? {}) as Readonly<Record<string, unknown>>);
  return (
    <dl className="card facts">
      <Fact title={words.type}>
        <bdi>{resource.type}</bdi>
      </Fact>
      {resource.subscription === '' ? null : (
        <Fact title={words.subscription}>
          <bdi>{subscription}</bdi>
        </Fact>
      )}
      {resource.resourceGroup === null ? null : (
        <Fact title={words.group}>
          <bdi>{resource.resourceGroup}</bdi>
        </Fact>
      )}
      {typeof location === 'string' ? (
        <Fact title={words.location}>
          <bdi>{location}</bdi>
        </Fact>
      ) : null}
      {page === undefined ? <Times resource={resource} /> : null}
      {tags.length === 0 ? null : (
        <div className="fact fact-line">
          <dt>{words.tags}</dt>
          <dd className="chips">
            {tags.map(([name, value]) => (
              <span key={name} className="tag" dir="auto">{`${name}: ${valueText(value)}`}</span>
            ))}
          </dd>
        </div>
      )}
      {resource.implied ? <p className="soft fact-wide">{words.implied}</p> : null}
    </dl>
  );
}

function Times({ resource }: { readonly resource: ResourceDetail }) {
  return (
    <>
      <Fact title={words.firstSeen}>
        <Time at={resource.firstSeen} />
      </Fact>
      <Fact title={words.changed}>
        <Time at={resource.changed} />
      </Fact>
    </>
  );
}

const statusOrder = { Unhealthy: 4, NotAssessed: 3, Healthy: 2, NotApplicable: 1 } as const;
const assessmentColumns: readonly DrawnColumn<AssessedItem>[] = [
  {
    id: 'name',
    title: words.columns.name,
    value: ({ displayName }) => displayName,
    draw: (item) => (
      <>
        <ScreenLink to={recommendationPath(item.name)}>{item.displayName}</ScreenLink>
        <span className="narrow-only soft">
          <Reason item={item} />
        </span>
      </>
    ),
  },
  {
    id: 'status',
    title: words.columns.status,
    value: ({ status }) => texts.status[status],
    rank: ({ status }) => statusOrder[status],
    draw: ({ status }) => <StatusMark status={status} />,
  },
  { id: 'reason', title: words.columns.reason, priority: 2, value: reasonText, draw: (item) => <Reason item={item} /> },
  {
    id: 'since',
    title: words.columns.since,
    priority: 2,
    value: ({ statusChanged }) => statusChanged,
    draw: ({ statusChanged }) => <Time at={statusChanged} />,
  },
];

function Assessments({ resource }: { readonly resource: ResourceDetail }) {
  const rows = useMemo(() => resource.assessments.toSorted((a, b) => statusOrder[b.status] - statusOrder[a.status]), [resource]);
  if (rows.length === 0) return <Empty title={words.noAssessments} />;
  return (
    <>
      <div className="list-head">
        <span className="soft">{texts.rows(rows.length, rows.length)}</span>
        <CsvButton name={`${resource.name}-assessments`} columns={assessmentColumns} rows={rows} />
      </div>
      <DataTable label={words.parts.assessments} columns={assessmentColumns} rows={rows} keyOf={keyOf} />
    </>
  );
}

function Configuration({ resource }: { readonly resource: ResourceDetail }) {
  const lines = useMemo(() => {
    const deciding = decidingPaths(resource.assessments, resource.id, resource.type);
    return configurationLines(resource.resource, deciding);
  }, [resource]);
  return (
    <div className="configuration" role="region" aria-label={words.parts.configuration} tabIndex={0}>
      <ol>
        {lines.map(({ depth, text, path, marks }) => (
          <li
            key={path}
            className={marks.length === 0 ? '' : marks.some(({ status }) => status === 'Unhealthy') ? 'deciding deciding-bad' : 'deciding'}
          >
            <code style={{ paddingInlineStart: `${depth * 1.25}rem` }}>{text}</code>
            {marks.map(({ recommendation, displayName, status, expected }) => (
              <span key={recommendation} className="deciding-note">
                <StatusMark status={status} /> <ScreenLink to={recommendationPath(recommendation)}>{displayName}</ScreenLink>
                {expected === undefined ? null : <span className="soft"> {words.expected(valueText(expected))}</span>}
              </span>
            ))}
          </li>
        ))}
      </ol>
      {lines.length >= 5_000 ? <p className="soft">{words.cut}</p> : null}
    </div>
  );
}

function Relations({ resource }: { readonly resource: ResourceDetail }) {
  if (resource.dependsOn.length + resource.dependents.length === 0) return <Empty title={words.noRelations} />;
  return (
    <div className="relations">
      <RelationList title={words.dependsOn} ids={resource.dependsOn} />
      <RelationList title={words.dependents} ids={resource.dependents} />
    </div>
  );
}

function RelationList({ title, ids }: { readonly title: string; readonly ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul>
        {ids.map((id) => (
          <li key={id}>
            <ScreenLink to="/resource" search={{ id }} className="link breakable">
              {id}
            </ScreenLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

const historyColumns = transitionColumns({ isResourceShown: false });

function ResourceHistory({ resource }: { readonly resource: ResourceDetail }) {
  if (resource.history.length === 0) return <Empty title={words.noHistory} />;
  return (
    <>
      <div className="list-head">
        <span className="soft">{texts.rows(resource.history.length, resource.history.length)}</span>
        <CsvButton name={`${resource.name}-history`} columns={historyColumns} rows={resource.history} />
      </div>
      <DataTable label={words.parts.history} columns={historyColumns} rows={resource.history} keyOf={transitionKey} />
    </>
  );
}
