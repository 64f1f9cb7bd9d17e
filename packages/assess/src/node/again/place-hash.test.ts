import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ancestorsOf } from '../../arm-id.ts';
import { hashOf, hashPlaces } from './place-hash.ts';

const segment = fc.constantFrom('subscriptions', 'resourcegroups', 'providers', 'microsoft.a', 'b', 'c', '', 'databases');

test('the places of an id are those that it lies under', () => {
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 90 }), (segments) => {
      const key = `/${segments.join('/')}`;
      const ancestors: number[] = [];
      expect(hashPlaces(key, ancestors)).toBe(hashOf(key));
      expect(ancestors).toEqual(ancestorsOf(key).map(hashOf));
    }),
    { examples: [[['subscriptions', 's', 'resourcegroups', 'g', 'providers', 'm.s', 'servers', 'a', 'databases', 'b']]] },
  );
});
