import type { Assessment, ScoreReport } from '@plumbline/assess';
import { aboutOf, type Catalogue, type Evidence } from '@plumbline/catalogue';
import type { Page, PageResource } from '@plumbline/dashboard';
import type { ScanResult } from '../result.ts';
import { gapsOf } from './coverage-summary.ts';

/** Resources that somebody has to do something about. */
const listedStatuses: ReadonlySet<Assessment['status']> = new Set(['Unhealthy', 'NotAssessed']);
/** Resources of a recommendation in each of these. */
const mostListed = 100;
const mostRows = 1_000;
/** Of all lists of resources together: ids and values are as long as somebody made them. */
const mostCharacters = 4_000_000;
const mostValue = 300;

/** What the screens in the page are drawn from, bounded however large the estate is. */
export function pageOf({ report, reportIn, catalogue, assessments }: ScanResult, version: string): Page {
  const classic = reportIn('classic');
  const judged = new Set(classic.recommendations.map(({ key }) => key));
  const items = catalogue.items.filter(({ recommendation }) => judged.has(recommendation.key));
  const nameByKey = new Map(items.map(({ recommendation }) => [recommendation.key, recommendation.name]));
  return {
    schema: 'plumbline-page/1',
    version,
    model: report.model,
    reports: { classic: bounded(classic), controls: bounded(reportIn('controls')) },
    about: aboutByName(items, catalogue),
    resources: listed(assessments(), nameByKey),
    missing: gapsOf(classic.coverage),
    subscriptionsLeft: Math.max(0, classic.subscriptions.length - mostRows),
  };
}

function aboutByName(items: Catalogue['items'], catalogue: Catalogue): Page['about'] {
  return Object.fromEntries(items.map((item) => [item.recommendation.name, aboutOf(item, catalogue)]));
}

function bounded(report: ScoreReport): ScoreReport {
  const { subscriptions, coverage, exemptions, problems } = report;
  // Those that need most attention are kept.
  const kept =
    subscriptions.length <= mostRows
      ? subscriptions
      : subscriptions.toSorted((a, b) => shareOf(a.score) - shareOf(b.score)).slice(0, mostRows);
  const { notPermitted, incomplete, ignored } = coverage;
  return {
    ...report,
    subscriptions: kept,
    exemptions: { ...exemptions, items: [] },
    coverage: {
      ...coverage,
      byType: coverage.byType.slice(0, mostRows),
      notCollected: [],
      disagreements: coverage.disagreements.slice(0, mostRows),
      unknownAssessments: coverage.unknownAssessments.slice(0, mostRows),
      ...(notPermitted === undefined ? {} : { notPermitted: notPermitted.slice(0, mostRows) }),
      ...(incomplete === undefined ? {} : { incomplete: incomplete.slice(0, mostRows) }),
      ...(ignored === undefined ? {} : { ignored: ignored.slice(0, mostRows) }),
    },
    problems: problems.slice(0, mostRows),
  };
}

function shareOf(score: ScoreReport['score']): number {
  return score?.percentage ?? Number.POSITIVE_INFINITY;
}

function listed(assessments: Iterable<Assessment>, nameByKey: ReadonlyMap<string, string>): Page['resources'] {
  const lists: Record<string, PageResource[]> = {};
  const counts = new Map<string, number>();
  let room = mostCharacters;
  for (const { recommendation, resource, type, subscription, status, cause, needs, decidedBy, because } of assessments) {
    const name = nameByKey.get(recommendation);
    if (name === undefined || !listedStatuses.has(status)) continue;
    const place = `${status} ${name}`;
    const count = counts.get(place) ?? 0;
    if (count >= mostListed || room < resource.length) continue;
    const evidence = because === undefined ? undefined : shortened(because);
    room -= resource.length + (evidence?.text.length ?? 0);
    counts.set(place, count + 1);
    lists[name] ??= [];
    lists[name].push({
      id: resource,
      type,
      subscription,
      status,
      decidedBy,
      ...(cause === undefined ? {} : { cause }),
      ...(needs === undefined ? {} : { needs }),
      ...(evidence === undefined ? {} : { because: evidence }),
    });
  }
  return lists;
}

function shortened({ text, path, field, found, expected }: Evidence): Evidence {
  return {
    text: text.length > mostValue * 2 ? `${text.slice(0, mostValue * 2 - 1)}…` : text,
    ...(path === undefined ? {} : { path }),
    ...(field === undefined ? {} : { field }),
    ...(found === undefined ? {} : { found: shortValue(found) }),
    ...(expected === undefined ? {} : { expected: shortValue(expected) }),
  };
}

function shortValue(value: Exclude<Evidence['found'], undefined>): Exclude<Evidence['found'], undefined> {
  const text = JSON.stringify(value);
  return text.length > mostValue ? `${text.slice(0, mostValue - 1)}…` : value;
}
