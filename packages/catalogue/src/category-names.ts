import type { Category } from './recommendation.ts';

/** The names of the categories that people see, on the screen as in JSON. */
export const categoryNames: Readonly<Record<Category, string>> = {
  compute: 'Compute & apps',
  networking: 'Networking',
  data: 'Data & storage',
  identity: 'Identity & access',
  iot: 'IoT',
};
