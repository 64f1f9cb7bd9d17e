import type { Assessment, RecommendationScore } from '@plumbline/assess';
import { type CatalogueItem, fixCommandFor, type Recommendation } from '@plumbline/catalogue';
import type { Status } from '@plumbline/score';
import { OperationError } from './operation-error.ts';
import { causeSentences, remedyFor, statusNames } from './wording.ts';

/** Everything that `plumbline show` tells about one recommendation. */
export interface RecommendationPage {
  readonly item: CatalogueItem;
  readonly categoryName: string;
  /** undefined when no input was given. */
  readonly score: RecommendationScore | undefined;
  /** By status, what needs work first; statuses that no resource has are left out. */
  readonly resources: readonly { readonly status: Status; readonly resources: readonly JudgedResource[] }[];
}

export interface JudgedResource {
  readonly id: string;
  readonly type: string;
  /** A sentence; undefined when there is nothing to say. */
  readonly reason: string | undefined;
  /** For unhealthy ones: the command that fixes it. */
  readonly command: string | undefined;
  readonly assessment: Assessment;
}

export function recommendationPage(
  item: CatalogueItem,
  categoryName: string,
  found?: { readonly score: RecommendationScore | undefined; readonly assessments: Iterable<Assessment> },
): RecommendationPage {
  const byStatus = new Map<Status, JudgedResource[]>();
  for (const assessment of found?.assessments ?? []) {
    if (assessment.recommendation !== item.recommendation.key) continue;
    const list = byStatus.get(assessment.status) ?? [];
    list.push(judgedResource(assessment, item.recommendation));
    byStatus.set(assessment.status, list);
  }
  const resources = statuses.flatMap((status) => {
    const list = byStatus.get(status);
    return list === undefined ? [] : [{ status, resources: list }];
  });
  return { item, categoryName, score: found?.score, resources };
}

const statuses = Object.keys(statusNames) as readonly Status[];

function judgedResource(assessment: Assessment, recommendation: Recommendation): JudgedResource {
  return {
    id: assessment.resource,
    type: assessment.type,
    reason: reasonOf(assessment),
    command: assessment.status === 'Unhealthy' ? fixCommandFor(recommendation.fix.command, assessment.resource) : undefined,
    assessment,
  };
}

function reasonOf({ because, cause, needs }: Assessment): string | undefined {
  const parts = [
    because?.text ?? (cause === undefined ? undefined : causeSentences[cause]),
    needs === undefined ? undefined : remedyFor(needs),
  ];
  const told = parts.filter((part) => part !== undefined);
  return told.length === 0 ? undefined : told.map((part, at) => (at < told.length - 1 ? part.replace(/\.$/, '') : part)).join('; ');
}

/** A recommendation by its name, key or title, in any casing. */
export function findItem(items: readonly CatalogueItem[], wanted: string): CatalogueItem | undefined {
  const lower = wanted.trim().toLowerCase();
  return items.find(({ recommendation: { name, key, title, alsoKnownAs } }) =>
    [name, key, title, ...(alsoKnownAs ?? [])].some((one) => one.toLowerCase() === lower),
  );
}

/** Up to three names that were probably meant: those that share the most words with what was written, or begin alike. */
export function namesLike(items: readonly CatalogueItem[], wanted: string): readonly string[] {
  const words = new Set(
    wanted
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((word) => word.length > 1),
  );
  const rated = items.map(({ recommendation: { name, title } }) => {
    const own = new Set(`${name} ${title}`.toLowerCase().split(/[^a-z0-9]+/));
    const shared = [...words].filter((word) => own.has(word)).length;
    const begun = [...words].filter((word) => [...own].some((one) => one.startsWith(word.slice(0, 4)))).length;
    return { name, rate: shared * 2 + begun };
  });
  return rated
    .filter(({ rate }) => rate > 0)
    .toSorted((a, b) => b.rate - a.rate || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name);
}

/** @param options of the command: without policies, the name that a scan with some told is not known. */
export function unknownRecommendation(
  wanted: string,
  items: readonly CatalogueItem[],
  options: { readonly policies?: readonly string[]; readonly initiative?: readonly string[] },
): OperationError {
  const like = namesLike(items, wanted);
  const hint = `${like.length === 0 ? '' : `Did you mean ${like.join(', ')}? `}plumbline recommendations lists them all.`;
  const ofPolicies = 'Those of policies are known with the --policies and --initiative of the scan that told them.';
  const isWithout = options.policies === undefined && options.initiative === undefined;
  return new OperationError('unknown-recommendation', `There is no recommendation ${wanted}.`, {
    hint: isWithout ? `${hint}\n${ofPolicies}` : hint,
  });
}
