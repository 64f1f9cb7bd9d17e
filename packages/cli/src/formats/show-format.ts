import type { RecommendationPage } from '../recommendation-page.ts';
import type { Style } from '../result.ts';

export type ShowFormat = (page: RecommendationPage, options: { readonly style: Style; readonly all: boolean }) => Iterable<string>;

/** Resources of each state that are shown unless all are asked for. */
export const shownOfState = 20;
