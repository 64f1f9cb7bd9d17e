import type { ChangeCause } from './transition.ts';

/** What people read for each cause of a change, wherever it is shown. */
export const changeCauseNames: Readonly<Record<ChangeCause, string>> = {
  fixed: 'Fixed',
  broken: 'Broken',
  new: 'New resources',
  gone: 'Resources gone',
  newlyCollected: 'Newly collected',
  noLongerCollected: 'No longer collected',
  becameApplicable: 'Became applicable',
  becameNotApplicable: 'No longer applicable',
  exempted: 'Exempted',
  exemptionEnded: 'Exemption ended',
  switchedOff: 'Switched off by policy',
  switchedOn: 'Switched on by policy',
  scopeEntered: 'Came into the scope',
  scopeLeft: 'Left the scope',
  recommendationAdded: 'Recommendation added',
  recommendationDropped: 'Recommendation dropped',
  pointsChanged: 'Points changed',
  controlsChanged: 'Controls changed',
  editionChanged: 'Another edition of the catalogue',
};
