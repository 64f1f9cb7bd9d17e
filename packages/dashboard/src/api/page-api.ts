import { idPartsOf } from '@plumbline/catalogue';
import type { OverallScore, RecommendationScore, ResourceRow, ScoreReport, Truth } from '../model/answers.ts';
import type { Page, PageResource } from '../model/page.ts';
import type { ScreenSelection } from '../model/screens.ts';
import type { Api } from './client.ts';
import { ApiFailure } from './failure.ts';

/** Answers what screens ask from a page that stands alone, without asking anybody. What only a server knows is refused. */
export function pageApi(page: Page): Api {
  const truth: Truth = { sequence: 0, at: page.reports.classic.generatedAt, partial: false };
  const reportOf = ({ model }: Pick<ScreenSelection, 'model'>): ScoreReport => page.reports[model];
  const listed = async <T>(items: readonly T[]) => ({ ...truth, items });
  const refused = async (): Promise<never> => {
    throw new ApiFailure(404, { detail: 'This page was written by a scan and has no server behind it.' });
  };
  return {
    session: async () => ({
      kind: 'local',
      name: '',
      role: 'reader',
      scopes: null,
      version: page.version,
      edition: page.reports.classic.edition,
    }),
    score: async (selection) => reportOf(selection),
    wholeScore: async (selection) => reportOf(selection),
    recommendations: async (selection) =>
      listed(
        reportOf(selection).recommendations.flatMap((row) => {
          const about = page.about[row.name];
          return about === undefined ? [] : { ...about, ...row };
        }),
      ),
    recommendation: async (name, selection) => {
      const report = reportOf(selection);
      const about = page.about[name];
      const recommendation = report.recommendations.find((row) => row.name === name);
      if (about === undefined || recommendation === undefined) return refused();
      return { ...truth, about, recommendation, score: report.score, completed: raised(report.score, [recommendation]) };
    },
    resourcesOf: async (name, _selection, { status, search, subscription, from = 0 }) => {
      const words = search.trim().toLowerCase();
      const rows = (page.resources[name] ?? []).filter(
        (row) =>
          status.includes(row.status) &&
          (subscription === '' || row.subscription === subscription) &&
          (words === '' || row.id.toLowerCase().includes(words)),
      );
      const shown = rows.slice(from).map((row) => resourceRow(row, name, page));
      return { ...(await listed(shown)), next: null, total: rows.length };
    },
    resource: async (id) => {
      const own = Object.entries(page.resources).flatMap(([name, rows]) =>
        rows.filter((row) => row.id === id).map((row) => resourceRow(row, name, page)),
      );
      const [first] = own;
      if (first === undefined) return refused();
      const { tags: _tags, location: _location, healthy: _healthy, unhealthy: _unhealthy, assessment: _assessment, ...about } = first;
      const at = page.reports.classic.generatedAt;
      const assessments = own.flatMap(({ assessment }) => assessment ?? []);
      const none = { managementGroups: [], dependsOn: [], dependents: [], history: [] };
      return { ...truth, resource: { ...about, ...none, firstSeen: at, changed: at, resource: {}, implied: false, assessments } };
    },
    controls: async (selection) => listed(reportOf(selection).controls.map((control) => ({ ...control, recommendations: [] }))),
    managementGroups: () => listed([]),
    subscriptions: async (model) => listed(page.reports[model].subscriptions),
    inventory: refused,
    exemptions: () => listed([]),
    history: () => listed([]),
    compare: refused,
    causes: refused,
    whatIf: async (selection, complete) => {
      const { score, recommendations } = reportOf(selection);
      const chosen = recommendations.filter(({ name }) => complete.includes(name));
      const unknown = complete.filter((name) => !chosen.some((row) => row.name === name));
      return {
        ...truth,
        before: score,
        after: raised(score, chosen),
        changed: chosen.reduce((sum, { unhealthy }) => sum + unhealthy, 0),
        unknown,
      };
    },
    search: () => listed([]),
    exempt: refused,
    revoke: refused,
    events: refused,
  };
}

/** In the classic model impacts add up; in the controls model this holds for one recommendation at a time. */
function raised(score: OverallScore | null, completed: readonly RecommendationScore[]): OverallScore | null {
  if (score === null) return null;
  const current = score.current + completed.reduce((sum, { impact }) => sum + impact, 0);
  return { current, max: score.max, percentage: score.max === 0 ? score.percentage : current / score.max };
}

function resourceRow({ id, type, subscription, ...verdict }: PageResource, name: string, page: Page): ResourceRow {
  const { name: ownName, resourceGroup } = idPartsOf(id);
  const at = page.reports.classic.generatedAt;
  const about = page.about[name];
  return {
    id,
    name: ownName,
    type,
    subscription,
    resourceGroup: resourceGroup ?? null,
    location: null,
    tags: {},
    healthy: 0,
    unhealthy: 0,
    assessment: {
      ...verdict,
      recommendation: about?.key ?? name,
      resource: id,
      type,
      subscription,
      name,
      displayName: about?.displayName ?? name,
      firstEvaluated: at,
      statusChanged: at,
    },
  };
}
