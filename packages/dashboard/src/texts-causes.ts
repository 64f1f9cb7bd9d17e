// Why a score moved, in words.
export const causes = {
  title: 'By what happened',
  columns: { cause: 'What happened', name: 'Where', resources: 'Resources', amount: 'Moved by' },
  /** Of a control or a recommendation that the catalogue has no more, and of weights. */
  elsewhere: 'Weight of subscriptions',
  forgotten: 'What single resources did in this time has been compacted away, so causes cannot be told.',
  names: {
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
  },
};
