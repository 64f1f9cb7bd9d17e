import { changeCauseNames } from '@plumbline/score';

// Why a score moved, in words.
export const causes = {
  title: 'By what happened',
  each: (count: number) => `Where it happened (${count.toLocaleString('en')})`,
  columns: { cause: 'What happened', name: 'Where', resources: 'Resources', amount: 'Moved by' },
  /** Of a control or a recommendation that the catalogue has no more, and of weights. */
  elsewhere: 'Weight of subscriptions',
  forgotten: 'What single resources did in this time has been compacted away, so causes cannot be told.',
  names: changeCauseNames,
};
