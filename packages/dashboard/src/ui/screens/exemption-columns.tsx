import { Button } from '@fluentui/react-components';
import type { ExemptionRow } from '../../model/answers.ts';
import { texts } from '../../texts.ts';
import type { DrawnColumn } from '../parts/table-parts.tsx';
import { Time } from '../parts/time.tsx';

const words = texts.recommendation;
const titles = words.exemptColumns;

/** What tables of exemptions have in common: who took responsibility, for what, and until when. */
export const exemptionColumns = {
  name: {
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
  category: { id: 'category', title: titles.category, priority: 2, value: ({ category }) => texts.categories[category] },
  scope: {
    id: 'scope',
    title: titles.scope,
    priority: 3,
    value: ({ scope }) => scope,
    draw: ({ scope }) => <span className="breakable">{scope}</span>,
  },
  owner: { id: 'owner', title: titles.owner, priority: 2, value: ({ owner }) => owner, draw: ({ owner }) => <bdi>{owner}</bdi> },
  expires: {
    id: 'expires',
    title: titles.expires,
    value: ({ expiresOn }) => expiresOn ?? words.forEver,
    rank: ({ expiresOn }) => (expiresOn === null ? Number.POSITIVE_INFINITY : Date.parse(expiresOn) || 0),
    draw: ({ expiresOn }) => (expiresOn === null ? words.forEver : <Time at={expiresOn} />),
  },
} as const satisfies Readonly<Record<string, DrawnColumn<ExemptionRow>>>;

/** The way back. */
export function revokeColumn(mayWrite: boolean, isPending: boolean, revoke: (id: string) => void): DrawnColumn<ExemptionRow> {
  return {
    id: 'actions',
    title: titles.actions,
    isSortable: false,
    value: () => null,
    draw: ({ id, displayName }) => (
      <Button
        size="small"
        disabled={!mayWrite || isPending}
        aria-label={words.revokeOf(displayName)}
        title={mayWrite ? undefined : words.mayNot}
        onClick={() => revoke(id)}
      >
        {words.revoke}
      </Button>
    ),
  };
}
