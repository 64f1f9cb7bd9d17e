/** Every effect of the language, in lower case, with what it means for an existing resource. */
export const effectKinds = {
  audit: 'condition',
  deny: 'condition',
  append: 'condition',
  modify: 'condition',
  auditifnotexists: 'existence',
  deployifnotexists: 'existence',
  disabled: 'disabled',
  manual: 'manual',
  denyaction: 'operation',
  auditaction: 'operation',
  mutate: 'data',
  enforceregopolicy: 'data',
  enforceopaconstraint: 'data',
  enforcesetting: 'other',
  addtonetworkgroup: 'other',
} as const;

export type EffectName = keyof typeof effectKinds;
export type EffectKind = (typeof effectKinds)[EffectName];

/** The documented spellings, for hints. */
export const effectSpellings = [
  'audit',
  'deny',
  'append',
  'modify',
  'auditIfNotExists',
  'deployIfNotExists',
  'disabled',
  'manual',
  'denyAction',
] as const;

export function effectKindOf(effect: string): EffectKind | undefined {
  const lower = effect.toLowerCase();
  return Object.hasOwn(effectKinds, lower) ? effectKinds[lower as EffectName] : undefined;
}
