import type { GraphVerdict } from './recommendation.ts';

/** Something that decides and that the input does not hold. */
export interface Missing {
  readonly kind: 'missing';
  /** The type of resource to collect. */
  readonly needs: string;
  readonly text: string;
  /** Id of the resource that refers to it. */
  readonly resource?: string;
  readonly path?: string;
}

/** The verdict when nothing that was found decides and this is missing. */
export function notCollected(missing: Missing): GraphVerdict {
  const { text, needs, resource, path } = missing;
  const place = { ...(resource === undefined ? {} : { resource }), ...(path === undefined ? {} : { path }) };
  return { status: 'NotCollected', needs, because: { text, ...place } };
}
