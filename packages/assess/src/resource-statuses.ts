import type { Profile, ProfileStatus } from '@plumbline/score';
import type { Assessment } from './assessment.ts';
import { byText } from './by-text.ts';
import type { AssessmentRun } from './run.ts';

/** A resource with all its assessments. */
export interface JudgedResource {
  /** As the input gave it. */
  readonly id: string;
  /** The id in lower case, without a slash at its end. */
  readonly key: string;
  /** Lower case. */
  readonly type: string;
  /** Lower-case GUID; empty above subscriptions. */
  readonly subscription: string;
  readonly location?: string;
  /** In the order of the catalogue. */
  readonly assessments: readonly Assessment[];
}

/** All resources of a run that anything was judged on, by key. */
export function* judgedResourcesOf(run: Pick<AssessmentRun, 'assessments'>): Iterable<JudgedResource> {
  let own: Assessment[] = [];
  for (const assessment of run.assessments()) {
    if (own[0] !== undefined && own[0].resource !== assessment.resource) {
      yield judgedResource(own[0], own);
      own = [];
    }
    own.push(assessment);
  }
  if (own[0] !== undefined) yield judgedResource(own[0], own);
}

function judgedResource({ resource, type, subscription, location }: Assessment, assessments: readonly Assessment[]): JudgedResource {
  const place = location === undefined ? {} : { location };
  return { id: resource, key: resource.toLowerCase().replace(/\/+$/, ''), type, subscription, ...place, assessments };
}

/** What profiles, works and transitions hold of assessments: sorted by recommendation. */
export function statusesOf(assessments: readonly Assessment[]): readonly ProfileStatus[] {
  return assessments
    .map(({ recommendation, status }) => ({ recommendation, status }))
    .sort((a, b) => byText(a.recommendation, b.recommendation));
}

/** Counts resources that have the same statuses together, as the run itself does. */
export function profilesOf(resources: Iterable<JudgedResource>): readonly Profile[] {
  const counted = new Map<string, { readonly resource: JudgedResource; count: number }>();
  for (const resource of resources) {
    const key = `${resource.subscription} ${signatureOf(resource.assessments)}`;
    const known = counted.get(key);
    if (known === undefined) counted.set(key, { resource, count: 1 });
    else known.count += 1;
  }
  return [...counted]
    .sort(([a], [b]) => byText(a, b))
    .map(([, { resource, count }]) => ({ subscription: resource.subscription, statuses: statusesOf(resource.assessments), count }));
}

const numberByRecommendation = new Map<string, number>();

/** A short number for a recommendation's key: signatures of millions of resources are made of them. */
export function numberOf(recommendation: string): number {
  let number = numberByRecommendation.get(recommendation);
  if (number === undefined) {
    number = numberByRecommendation.size;
    numberByRecommendation.set(recommendation, number);
  }
  return number;
}

export const letterByStatus = { Healthy: 'h', Unhealthy: 'u', NotApplicable: 'n', NotAssessed: 'x' } as const;

function signatureOf(assessments: readonly Assessment[]): string {
  let signature = '';
  for (const { recommendation, status } of assessments) signature += letterByStatus[status] + numberOf(recommendation);
  return signature;
}
