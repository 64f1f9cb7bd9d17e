/** The words of the screen about exemptions. A part of texts.ts, cut off for its length. */
export const exemptions = {
  title: 'Exemptions',
  lead: 'What somebody decided need not be fixed: by whom, why, and until when.',
  show: { all: 'All', 'in-force': 'In force', ending: 'End within 30 days', idle: 'Change nothing', expired: 'Expired' },
  standing: { 'in-force': 'In force', ending: 'Ends soon', idle: 'Changes nothing', expired: 'Expired' },
  idleHint: 'No assessment here fits its scope, policies and selectors. Was a policy renamed, or a resource deleted?',
  standingTitle: 'Standing',
  recommendations: 'Recommendations',
  everything: 'all of the assignment',
  waived: 'Left out of the score',
  mitigated: 'Counted healthy',
  without: 'Score without them',
  ofMax: (current: string, max: string) => `${current} of ${max}`,
  noScore: 'none',
  search: 'Search exemptions',
  empty: { all: 'Nothing is exempt here.', other: 'No exemption is like that.' },
} as const;
