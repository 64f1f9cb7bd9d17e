// Every state of every screen that can be linked to.
import { choiceField, choicesField, codecOf, listField, textField } from './search.ts';

export const models = ['classic', 'controls'] as const;
export type ModelName = (typeof models)[number];

/** What all screens share, and keep when one leads to another. */
export const selectionCodec = codecOf({ scope: listField(), model: choiceField(models, 'classic') });
export type ScreenSelection = ReturnType<typeof selectionCodec.read>;

export const scoreCodec = codecOf({ sort: textField('percentage') });

export const shownRecommendations = ['open', 'completed', 'not-assessed', 'all'] as const;
export const groupings = ['none', 'category', 'control'] as const;
export const severities = ['high', 'medium', 'low'] as const;

export const recommendationsCodec = codecOf({
  show: choiceField(shownRecommendations, 'open'),
  q: textField(),
  severity: choicesField(severities),
  category: listField(),
  control: textField(),
  group: choiceField(groupings, 'none'),
  sort: textField('-impact'),
  /** Names of the recommendations in the plan. */
  plan: listField(),
});
export type RecommendationsState = ReturnType<typeof recommendationsCodec.read>;

export const resourceTabs = ['unhealthy', 'healthy', 'not-applicable', 'not-assessed', 'exempt', 'history'] as const;
export type ResourceTab = (typeof resourceTabs)[number];

export const spans = ['7', '30', '90', '365', 'all'] as const;

export const recommendationCodec = codecOf({
  tab: choiceField(resourceTabs, 'unhealthy'),
  q: textField(),
  subscription: textField(),
  /** How far back the history of the recommendation goes. */
  days: choiceField(spans, '30'),
});

export const resourceParts = ['assessments', 'configuration', 'relations', 'history'] as const;
export const resourceCodec = codecOf({ id: textField(), part: choiceField(resourceParts, 'assessments') });

/** `from` and `to` are instants (ISO 8601); empty: the beginning of the span, and now. */
export const historyCodec = codecOf({ days: choiceField(spans, '30'), from: textField(), to: textField() });

export const coverageCodec = codecOf({
  q: textField(),
  sort: textField('-resources'),
  /** Of the inventory: a type, a part of an id, and whether it is shown without either. */
  type: textField(),
  find: textField(),
  list: choiceField(['no', 'yes'] as const, 'no'),
});

export const shownExemptions = ['all', 'in-force', 'ending', 'idle', 'expired'] as const;
export const exemptionsCodec = codecOf({ show: choiceField(shownExemptions, 'all'), q: textField(), sort: textField('expires') });
export type ExemptionsState = ReturnType<typeof exemptionsCodec.read>;
