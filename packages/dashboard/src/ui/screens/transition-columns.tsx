import { idPartsOf } from '@plumbline/catalogue';
import type { ResourceTransition } from '../../model/answers.ts';
import { texts } from '../../texts.ts';
import { StatusMark } from '../marks/shapes.tsx';
import type { DrawnColumn } from '../parts/table-parts.tsx';
import { Time } from '../parts/time.tsx';
import { recommendationPath, ScreenLink } from '../routing.tsx';

const titles = texts.resource.historyColumns;

export function transitionKey({ sequence, resource, kind, recommendation = '' }: ResourceTransition): string {
  return `${sequence} ${kind} ${resource} ${recommendation}`;
}

/** Changes of resources as rows; the recommendation or the resource is left out where the screen is about it. */
export function transitionColumns({ isResourceShown }: { readonly isResourceShown: boolean }): readonly DrawnColumn<ResourceTransition>[] {
  const when: DrawnColumn<ResourceTransition> = { id: 'at', title: titles.at, value: ({ at }) => at, draw: ({ at }) => <Time at={at} /> };
  const from: DrawnColumn<ResourceTransition> = {
    id: 'from',
    title: titles.from,
    value: ({ from: status }) => (status == null ? null : texts.status[status]),
    draw: ({ from: status }) => (status == null ? '' : <StatusMark status={status} />),
  };
  const to: DrawnColumn<ResourceTransition> = {
    id: 'to',
    title: titles.to,
    value: ({ to: status }) => (status == null ? null : texts.status[status]),
    draw: ({ to: status }) => (status == null ? '' : <StatusMark status={status} />),
  };
  if (isResourceShown) {
    const resource: DrawnColumn<ResourceTransition> = {
      id: 'resource',
      title: texts.recommendation.historyColumns.resource,
      value: ({ resource: id }) => id,
      draw: ({ resource: id }) => (
        <ScreenLink to="/resource" search={{ id }} title={id}>
          <bdi>{idPartsOf(id).name}</bdi>
        </ScreenLink>
      ),
    };
    return [when, resource, from, to];
  }
  return [
    when,
    { id: 'what', title: titles.what, value: ({ kind }) => texts.resource.kinds[kind] },
    {
      id: 'recommendation',
      title: titles.recommendation,
      value: ({ recommendation }) => recommendation ?? null,
      draw: ({ recommendation }) =>
        recommendation === undefined ? '' : <ScreenLink to={recommendationPath(recommendation)}>{recommendation}</ScreenLink>,
    },
    from,
    to,
  ];
}
