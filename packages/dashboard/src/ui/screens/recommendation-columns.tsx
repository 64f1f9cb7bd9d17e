import type { Column } from '../../model/csv.ts';
import { rounded } from '../../model/number.ts';
import type { ListedRecommendation, RecommendationColumnId } from '../../model/recommendation-list.ts';
import { texts } from '../../texts.ts';
import { HealthBar } from '../marks/bars.tsx';
import { SeverityMark } from '../marks/shapes.tsx';
import { Gain, Points } from '../parts/number.tsx';
import type { DrawnColumn } from '../parts/table-parts.tsx';
import { recommendationPath, ScreenLink } from '../routing.tsx';

const words = texts.recommendations;

/** How the columns of the list are drawn; what stands in two columns of an export stands in one cell here. */
export function drawnColumns(
  columns: readonly (Column<ListedRecommendation> & { readonly id: RecommendationColumnId })[],
  plan: readonly string[],
  onPlan: ((name: string) => void) | undefined,
): readonly DrawnColumn<ListedRecommendation>[] {
  const drawn: Readonly<Record<RecommendationColumnId, Partial<DrawnColumn<ListedRecommendation>> | undefined>> = {
    name: { draw: (row) => <Name row={row} /> },
    impact: { draw: ({ impact, active }) => (active ? <Gain value={impact} /> : '') },
    score: { priority: 2, draw: (row) => <ScoreOfMax row={row} /> },
    max: undefined,
    severity: { priority: 2, draw: ({ severity }) => <SeverityMark severity={severity} /> },
    category: { priority: 3 },
    unhealthy: { priority: 2, draw: (row) => <Unhealthy row={row} /> },
    total: undefined,
    effort: { priority: 3 },
    owner: { priority: 3 },
    exemptions: { priority: 3, draw: ({ exemptions }) => (exemptions === 0 ? '' : exemptions) },
  };
  const shown = columns.flatMap((column) => {
    const how = drawn[column.id];
    return how === undefined ? [] : [{ ...column, ...how }];
  });
  if (onPlan === undefined) return shown;
  const choice: DrawnColumn<ListedRecommendation> = {
    id: 'plan',
    title: words.plan,
    head: <span className="only-heard">{words.plan}</span>,
    value: ({ name }) => (plan.includes(name) ? 'yes' : null),
    draw: ({ name, displayName, impact }) =>
      impact <= 0 ? (
        ''
      ) : (
        <input
          type="checkbox"
          className="tick"
          aria-label={words.choose(displayName)}
          checked={plan.includes(name)}
          onChange={() => onPlan(name)}
        />
      ),
  };
  return [choice, ...shown];
}

function Name({ row }: { readonly row: ListedRecommendation }) {
  return (
    <>
      <ScreenLink to={recommendationPath(row.name)}>{row.displayName}</ScreenLink>
      <span className="under soft">
        <SeverityMark severity={row.severity} />
        <span>{`${words.unhealthyOf(rounded(row.unhealthy), rounded(row.healthy + row.unhealthy))} ${texts.status.Unhealthy.toLowerCase()}`}</span>
        <span>{row.category}</span>
      </span>
    </>
  );
}

function ScoreOfMax({ row }: { readonly row: ListedRecommendation }) {
  if (!row.active) return <span className="soft">{texts.none}</span>;
  return (
    <>
      <Points value={row.score.current} /> <span className="soft">{texts.of(rounded(row.score.max))}</span>
    </>
  );
}

function Unhealthy({ row }: { readonly row: ListedRecommendation }) {
  const total = row.healthy + row.unhealthy;
  if (total === 0)
    return (
      <span className="soft">
        {row.notAssessed > 0 ? `${rounded(row.notAssessed)} ${texts.status.NotAssessed.toLowerCase()}` : texts.none}
      </span>
    );
  return (
    <span className="with-bar">
      <HealthBar healthy={row.healthy} unhealthy={row.unhealthy} />
      <span>{words.unhealthyOf(rounded(row.unhealthy), rounded(total))}</span>
    </span>
  );
}
