import { FoundIds } from '@plumbline/inventory';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resourcesAbove } from '../arm-id.ts';
import { nowhere, PlaceTable } from './place-table.ts';

const own = '00000000-0000-4000-8000-000000000001';
const name = fc.constantFrom('a', 'ab', 'abcdefg', 'a-1', 'providers', 'resourcegroups', 'z', '$not-readable', 'größe', 'a\u0001');
const segment = fc.oneof({ weight: 3, arbitrary: name }, { weight: 1, arbitrary: fc.constantFrom('', 'x'.repeat(700)) });
const key = fc
  .tuple(
    fc.constantFrom(`/subscriptions/${own}`, '/subscriptions/other', '', '/'),
    fc.constantFrom('', '/resourcegroups/rg', '/resourcegroups/rg2'),
    fc.array(
      fc.oneof(
        fc.constant('/providers'),
        fc.constant('/providers/microsoft.x/t'),
        segment.map((one) => `/${one}`),
      ),
      { maxLength: 8 },
    ),
  )
  .map((parts) => parts.flat().join(''));

/** As walks did it with texts. */
function cutText(text: string, segments: number): string | undefined {
  let end = text.length;
  for (let cut = 0; cut < segments; cut += 1) end = text.lastIndexOf('/', end - 1);
  return end <= 0 ? undefined : text.slice(0, end);
}

test('places are what their ids say as texts', () => {
  const places = new PlaceTable();
  fc.assert(
    fc.property(fc.array(key, { maxLength: 20 }), fc.array(key, { maxLength: 5 }), fc.nat(3), (keys, others, segments) => {
      places.begin(new Set([own]));
      const found = keys.map((one) => places.ofKey(one));
      expect(keys.map((one) => places.find(one))).toEqual(found);
      expect(found.map((place) => places.keyOf(place))).toEqual(keys);
      expect(found.map((place) => places.isOfProvider(place))).toEqual(keys.map((one) => one.includes('/providers/')));
      for (const [at, place] of found.entries()) {
        const above = places.above(place);
        expect(above === nowhere ? undefined : places.keyOf(above)).toBe(resourcesAbove(keys[at] ?? '')[0]);
        const cut = places.cut(place, segments);
        expect(cut === nowhere ? undefined : places.keyOf(cut)).toBe(cutText(keys[at] ?? '', segments));
      }
      const sorted = [...new Set(found)].sort((a, b) => places.compare(a, b)).map((place) => places.keyOf(place));
      expect(sorted).toEqual([...new Set(keys)].sort());
      for (const other of others) {
        const isKnown = Array.from({ length: places.count }, (_, place) => places.keyOf(place)).includes(other);
        expect(places.find(other) !== nowhere).toBe(isKnown);
      }
    }),
  );
});

test('bytes in any case name the same place as the key, and lie in the same ones', () => {
  const part = fc.constantFrom(
    'Web',
    'a-1',
    'Providers',
    'x'.repeat(1100),
    'B@[`{~^_',
    'Größe',
    'GRÖSSE',
    '\u212a\u0130',
    'ΑΣ',
    '\ufeff',
    '名前',
  );
  const id = fc
    .tuple(fc.constantFrom(own.toUpperCase(), 'Other', 'Öther'), part, part, fc.array(part, { maxLength: 2 }))
    .map(([subscription, group, resource, more]) => {
      const inGroup = `/Subscriptions/${subscription}/resourceGroups/${group}`;
      const top = `${inGroup}/providers/Microsoft.X/T/${resource}`;
      return { subscription: `/Subscriptions/${subscription}`, group: inGroup, top, whole: [top, ...more].join('/') };
    });
  const places = new PlaceTable();
  const found = new FoundIds();
  fc.assert(
    fc.property(fc.array(fc.tuple(id, fc.boolean(), fc.nat(9)), { maxLength: 30 }), (ids) => {
      places.begin(new Set([own]));
      for (const [{ subscription, group, top, whole }, isText, before] of ids) {
        const bytes = Buffer.from(`${'x'.repeat(before)}${whole}"`);
        const [inSubscription, inGroup, inTop] = [subscription, group, top].map((text) => Buffer.byteLength(text));
        const key = whole.toLowerCase();
        found.clear();
        found.note(0, bytes, before, {
          end: bytes.length - 1,
          subscription: inSubscription ?? 0,
          resourceGroup: inGroup ?? 0,
          resource: inTop ?? 0,
        });
        const place = isText ? places.ofKey(key) : places.of(found, 0, bytes);
        expect(places.keyOf(place)).toBe(key);
        expect(places.ofKey(key)).toBe(place);
        expect(places.isOwn[place]).toBe(key.includes(own) ? 1 : 0);
        const around: string[] = [];
        for (let at = places.within[place] ?? nowhere; at !== nowhere; at = places.within[at] ?? nowhere) around.push(places.keyOf(at));
        expect(around).toEqual([top, group, subscription].filter((text) => text !== whole).map((text) => text.toLowerCase()));
      }
    }),
  );
});
