import type { AssessedItem, ResourceRow } from '../../model/answers.ts';
import type { Column } from '../../model/csv.ts';
import { isInRule } from '../../model/deciding.ts';
import { texts } from '../../texts.ts';
import type { DrawnColumn } from '../parts/table-parts.tsx';
import { Time } from '../parts/time.tsx';
import { ScreenLink } from '../routing.tsx';

const words = texts.recommendation;

/** Why a verdict is as it is, in one sentence. */
export function reasonText(item: AssessedItem | undefined): string {
  if (item === undefined) return '';
  const needs = item.needs === undefined ? '' : ` ${words.needs(item.needs)}.`;
  return `${item.because?.text ?? (item.cause === undefined ? '' : texts.cause[item.cause])}${needs}`.trim();
}

/** A value as evidence gives it, short enough for a line. */
export function valueText(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? texts.none);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

export function Reason({ item }: { readonly item: AssessedItem | undefined }) {
  const because = item?.because;
  const path = because?.path === undefined || isInRule(because.path) ? undefined : because.path;
  // The sentence of a rule says both already. What is looked for is what is expected only where it was found wanting.
  const expected = item?.status === 'Unhealthy' ? because?.expected : undefined;
  return (
    <span className="reason">
      <span dir="auto">{reasonText(item)}</span>
      {because?.field !== undefined || (because?.found === undefined && expected === undefined) ? null : (
        <span className="evidence soft">
          {path === undefined ? null : <code>{path}</code>}
          {because?.found === undefined ? null : (
            <span>
              {words.found} <code>{valueText(because.found)}</code>
            </span>
          )}
          {expected === undefined ? null : (
            <span>
              {words.expected} <code>{valueText(expected)}</code>
            </span>
          )}
        </span>
      )}
    </span>
  );
}

type Names = ReadonlyMap<string, string>;

/** What a list of resources is exported as: all that its rows show. */
export function exportColumns(names: Names, left: ReadonlySet<string>): readonly Column<ResourceRow>[] {
  const all: readonly Column<ResourceRow>[] = [
    { id: 'name', title: words.columns.name, value: ({ name }) => name },
    { id: 'subscription', title: words.columns.subscription, value: (row) => subscriptionName(row, names) },
    { id: 'group', title: words.columns.group, value: ({ resourceGroup }) => resourceGroup },
    { id: 'reason', title: words.columns.reason, value: ({ assessment }) => reasonText(assessment) },
    {
      id: 'found',
      title: words.columns.found,
      value: ({ assessment }) => (assessment?.because?.found === undefined ? null : valueText(assessment.because.found)),
    },
    {
      id: 'expected',
      title: words.columns.expected,
      value: ({ assessment }) => (assessment?.because?.expected === undefined ? null : valueText(assessment.because.expected)),
    },
    { id: 'owner', title: words.columns.owner, value: ownerOf },
    { id: 'since', title: words.columns.since, value: ({ assessment }) => assessment?.statusChanged ?? null },
    { id: 'id', title: words.columns.id, value: ({ id }) => id },
  ];
  return all.filter(({ id }) => !left.has(id));
}

interface Chosen {
  readonly chosen: readonly string[];
  readonly isAll: boolean;
  readonly toggle: (id: string) => void;
  readonly toggleAll: () => void;
}

/** @param left columns that are not known here, such as those of a page that no history stands behind. */
export function resourceColumns(names: Names, choice: Chosen, left: ReadonlySet<string>): readonly DrawnColumn<ResourceRow>[] {
  const picked = new Set(choice.chosen);
  const all: readonly DrawnColumn<ResourceRow>[] = [
    {
      id: 'choose',
      title: '',
      head: <input type="checkbox" className="tick" aria-label={words.chooseAll} checked={choice.isAll} onChange={choice.toggleAll} />,
      value: () => null,
      draw: ({ id, name }) => (
        <input
          type="checkbox"
          className="tick"
          aria-label={words.choose(name)}
          checked={picked.has(id)}
          onChange={() => choice.toggle(id)}
        />
      ),
    },
    { id: 'name', title: words.columns.name, value: ({ name }) => name, draw: (row) => <ResourceName row={row} names={names} /> },
    {
      id: 'subscription',
      title: words.columns.subscription,
      priority: 3,
      value: (row) => subscriptionName(row, names),
      draw: (row) => <bdi>{subscriptionName(row, names)}</bdi>,
    },
    {
      id: 'group',
      title: words.columns.group,
      priority: 3,
      value: ({ resourceGroup }) => resourceGroup,
      draw: ({ resourceGroup }) => <bdi>{resourceGroup}</bdi>,
    },
    {
      id: 'reason',
      title: words.columns.reason,
      priority: 2,
      value: ({ assessment }) => reasonText(assessment),
      draw: ({ assessment }) => <Reason item={assessment} />,
    },
    { id: 'owner', title: words.columns.owner, priority: 3, value: ownerOf, draw: (row) => <bdi>{ownerOf(row)}</bdi> },
    {
      id: 'since',
      title: words.columns.since,
      priority: 2,
      value: ({ assessment }) => assessment?.statusChanged ?? null,
      draw: ({ assessment }) => (assessment === undefined ? '' : <Time at={assessment.statusChanged} />),
    },
  ];
  return all.filter(({ id }) => !left.has(id));
}

function ResourceName({ row, names }: { readonly row: ResourceRow; readonly names: Names }) {
  return (
    <>
      <ScreenLink to="/resource" search={{ id: row.id }} className="link resource-name" title={row.id}>
        <bdi>{row.name}</bdi>
      </ScreenLink>
      <span className="under soft">
        <bdi>{subscriptionName(row, names)}</bdi>
        <bdi>{row.resourceGroup}</bdi>
      </span>
      <span className="narrow-only soft">
        <Reason item={row.assessment} />
      </span>
    </>
  );
}

function subscriptionName({ subscription }: ResourceRow, names: Names): string {
  const name = names.get(subscription) ?? '';
  return name === '' ? subscription : name;
}

/** The tag that says who answers for a resource, however it is written. */
export function ownerOf({ tags }: ResourceRow): string | null {
  return Object.entries(tags).find(([name]) => /^(owner|team|contact)$/i.test(name))?.[1] ?? null;
}
