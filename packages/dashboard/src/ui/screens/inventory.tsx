import { Button } from '@fluentui/react-components';
import { useEffect, useMemo, useRef } from 'react';
import type { ResourceRow } from '../../model/answers.ts';
import { rounded } from '../../model/number.ts';
import { coverageCodec } from '../../model/screens.ts';
import { texts } from '../../texts.ts';
import { CsvButton } from '../parts/csv-button.tsx';
import { LongTable } from '../parts/long-table.tsx';
import { Failed } from '../parts/panel.tsx';
import { SearchBox } from '../parts/search-box.tsx';
import { Section } from '../parts/section.tsx';
import { Empty, Loading } from '../parts/states.tsx';
import type { DrawnColumn } from '../parts/table-parts.tsx';
import { useInventory, useScopes } from '../queries.tsx';
import { ScreenLink, useScreenState, useSelection } from '../routing.tsx';
import { useSession } from '../session.tsx';

const words = texts.coverage;
const titles = words.inventoryColumns;
const keyOf = ({ id }: ResourceRow) => id;

/** Everything that was read, down to the single resource; asked for when somebody wants to see it. */
export function Inventory() {
  const { page } = useSession();
  const selection = useSelection();
  const [{ type, find, list }, change] = useScreenState(coverageCodec);
  const isAsked = page === undefined && (type !== '' || find !== '' || list === 'yes');
  const search = useMemo(() => (text: string) => change({ find: text }, true), [change]);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (type !== '') place.current?.scrollIntoView({ block: 'start' });
  }, [type]);
  if (page !== undefined) return null;
  return (
    <div ref={place}>
      <Section title={words.inventory} className="card">
        <p className="soft note">{words.inventoryLead}</p>
        <div className="filters">
          <SearchBox label={words.inventorySearch} value={find} onChange={search} />
          {type === '' ? null : (
            <button type="button" className="chip" onClick={() => change({ type: '', list: 'yes' })}>
              {words.inventoryType(type)} <span aria-hidden="true">✕</span>
              <span className="only-heard">{texts.clear}</span>
            </button>
          )}
          {isAsked ? null : <Button onClick={() => change({ list: 'yes' })}>{words.inventoryShow}</Button>}
        </div>
        {isAsked ? <InventoryRows type={type} find={find} selection={selection} /> : null}
      </Section>
    </div>
  );
}

interface InventoryRowsProps {
  readonly type: string;
  readonly find: string;
  readonly selection: ReturnType<typeof useSelection>;
}

function InventoryRows({ type, find, selection }: InventoryRowsProps) {
  const list = useInventory(selection, { type, search: find });
  const scopes = useScopes(selection.model).data;
  const names = useMemo(() => new Map(scopes?.subscriptions.map(({ id, displayName }) => [id, displayName])), [scopes]);
  const { rows, count } = list;
  const columns = useMemo(() => columnsFor(names), [names]);
  const exported = useMemo(() => [...columns, { id: 'id', title: titles.id, value: ({ id }: ResourceRow) => id }], [columns]);
  if (list.error !== null && rows.length === 0) return <Failed error={list.error} onRetry={list.retry} />;
  if (count === undefined) return <Loading shape="list" />;
  if (count === 0) return <Empty title={words.inventoryEmpty} />;
  return (
    <>
      <div className="list-head">
        <span className="soft">{find !== '' && !list.isWhole ? texts.recommendation.shown(count) : texts.rows(count, count)}</span>
        <CsvButton name="inventory" columns={exported} rows={list.isWhole ? rows : []} more={list.isWhole ? undefined : list.all} />
      </div>
      {list.isOld ? (
        <p className="soft note" role="status">
          {texts.recommendation.mayBeOld}{' '}
          <Button size="small" onClick={list.renew}>
            {texts.recommendation.readAgain}
          </Button>
        </p>
      ) : null}
      <LongTable
        label={words.inventory}
        columns={columns}
        count={count}
        pageAt={list.pageAt}
        keyOf={keyOf}
        onLook={list.onLook}
        onHold={list.onHold}
      />
    </>
  );
}

function columnsFor(names: ReadonlyMap<string, string>): readonly DrawnColumn<ResourceRow>[] {
  const subscriptionOf = ({ subscription }: ResourceRow) => {
    const name = names.get(subscription) ?? '';
    return name === '' ? subscription : name;
  };
  const counted = (id: 'healthy' | 'unhealthy'): DrawnColumn<ResourceRow> => ({
    id,
    title: titles[id],
    isNumber: true,
    value: (row) => row[id],
    draw: (row) => rounded(row[id]),
  });
  return [
    {
      id: 'name',
      title: titles.name,
      value: ({ name }) => name,
      draw: (row) => (
        <ScreenLink to="/resource" search={{ id: row.id }} title={row.id}>
          <bdi>{row.name}</bdi>
        </ScreenLink>
      ),
    },
    {
      id: 'type',
      title: titles.type,
      priority: 2,
      value: ({ type }) => type,
      draw: ({ type }) => <span className="breakable">{type}</span>,
    },
    {
      id: 'subscription',
      title: titles.subscription,
      priority: 3,
      value: subscriptionOf,
      draw: (row) => <bdi>{subscriptionOf(row)}</bdi>,
    },
    {
      id: 'group',
      title: titles.group,
      priority: 3,
      value: ({ resourceGroup }) => resourceGroup,
      draw: ({ resourceGroup }) => <bdi>{resourceGroup}</bdi>,
    },
    { id: 'location', title: titles.location, priority: 3, value: ({ location }) => location },
    counted('unhealthy'),
    counted('healthy'),
  ];
}
