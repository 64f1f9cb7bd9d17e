// Single cases that every backend has to pass.
import type { Entry } from '@plumbline/inventory';
import type { JsonObject } from '@plumbline/policy';
import { expect, it } from 'vitest';
import { type Backend, box, group, now, put, streamOf, withStore } from './backend.fixture.ts';
import { catalogue } from './estate.fixture.ts';
import type { AssessedItem, Change, Selection, Store } from './store.ts';
import type { DocumentQuery } from './wide-reads.ts';

export function cases(backend: Backend): void {
  it('takes the same batch once, whatever happens to its answer', () =>
    withStore(backend, async ({ store }) => {
      const batch = { key: 'k1', changes: [put(box('a'))], at: now() };
      const first = await store.apply(batch);
      expect(first).toMatchObject({ accepted: 1, put: 1, replayed: false, scoreBefore: null });
      expect(first.scoreAfter).not.toBeNull();
      await store.apply({ changes: [put(box('b', 'good'))], at: now() });
      const { sequence } = await store.head();
      expect(await store.apply(batch)).toEqual({ ...first, replayed: true });
      expect((await store.head()).sequence).toBe(sequence);
      await expect(store.apply({ ...batch, changes: [put(box('c'))] })).rejects.toMatchObject({ code: 'key-reused' });
    }));

  it('chooses moments evenly over time', () =>
    withStore(backend, async ({ store }) => {
      const begin = Date.parse('2026-02-01T00:00:00Z');
      for (const [index, minutes] of [0, 1, 2, 3, 60, 61, 61, 200, 201, 600].entries())
        await store.apply({ changes: [put(box(`b${index}`))], at: new Date(begin + minutes * 60_000).toISOString() });
      const minutesOf = async (points: number) =>
        (await store.history({}, { model: 'classic', points, from: new Date(begin).toISOString() })).value.map(
          ({ at }) => (Date.parse(at) - begin) / 60_000,
        );
      expect(await minutesOf(100)).toEqual([0, 1, 2, 3, 60, 61, 61, 200, 201, 600]);
      expect(await minutesOf(6)).toEqual([0, 61, 201, 600]);
      expect(await minutesOf(4)).toEqual([0, 201, 600]);
      expect([await minutesOf(2), await minutesOf(1)]).toEqual([[0, 600], [600]]);
    }));

  it('makes no moment of what changes nothing', () =>
    withStore(backend, async ({ store }) => {
      await store.apply({ changes: [put(box('a'))], at: now() });
      const { sequence } = await store.head();
      const same = await store.apply({
        changes: [put(box('a')), { op: 'delete', id: `${group}/providers/Test.Things/boxes/none` }],
        at: now(),
      });
      expect(same).toMatchObject({ sequence, accepted: 2, put: 0, deleted: 0, judged: 0 });
    }));

  const refusals: readonly (readonly [string, unknown, RegExp])[] = [
    ['no operation', { op: 'destroy' }, /"destroy" is not known/],
    ['a resource without an id', { op: 'put', resource: { name: 'x' } }, /no id of Azure Resource Manager/],
    ['a resource that is a list', { op: 'put', resource: [] }, /no id of Azure Resource Manager/],
    ['an id of three kilobytes', put(box('x'.repeat(3000))), /longer than 2000 bytes/],
    ['an id with NUL', put(box('x\0y')), /no text/],
    ['half a surrogate pair', put(box('x\uD800')), /no text/],
    ['a deletion by name', { op: 'delete', id: 'box' }, /"box" is not an ARM id/],
    ['a deletion of nothing', { op: 'delete' }, /nothing is not an ARM id/],
    ['completion without types', { op: 'complete', scope: '/', types: [] }, /"types" has to be a list/],
    ['completion of a name', { op: 'complete', scope: 'all', types: ['A/b'] }, /"all" is not an ARM id/],
    [
      'an assessment of an unknown recommendation',
      { op: 'assess', assessment: { resource: '/x', recommendation: 'y', status: 'Healthy' } },
      /no recommendation "y"/,
    ],
    [
      'an assessment with a status of its own',
      { op: 'assess', assessment: { resource: '/x', recommendation: 'scanned', status: 'Fine' } },
      /"Fine" is not known/,
    ],
    ['an assessment with another id', { op: 'assess', assessment: { id: `${group}/providers/A.B/c/d` } }, /does not name one/],
    [
      'an exemption of everything',
      { op: 'exempt', exemption: { scope: '/', recommendations: [], category: 'Waiver', reason: 'x' } },
      /cannot be exempted/,
    ],
    [
      'an exemption without a reason',
      { op: 'exempt', exemption: { scope: group, recommendations: [], category: 'Waiver', reason: ' ' } },
      /needs a reason/,
    ],
    [
      'an exemption until some day',
      { op: 'exempt', exemption: { scope: group, recommendations: [], category: 'Waiver', reason: 'x', expiresOn: 'soon' } },
      /"soon" cannot be read/,
    ],
    ['revoking a resource', { op: 'revoke', id: group }, /not the id of an exemption/],
  ];
  it.each(refusals)('refuses %s, and takes the rest of the batch', (_name, change, reason) =>
    withStore(backend, async ({ store }) => {
      const result = await store.apply({ changes: [put(box('a')), change as Change, put(box('b'))], at: now() });
      expect(result).toMatchObject({ accepted: 2, put: 2, refused: [{ line: 2 }] });
      expect(result.refused[0]?.reason).toMatch(reason);
      expect(result.refused[0]?.hint).not.toBe('');
    }),
  );

  it('closes over what an import no longer holds, only where it is complete', () =>
    withStore(backend, async ({ store }) => {
      const other = '/subscriptions/s2/resourceGroups/r1';
      const all = [box('a'), box('b'), box('c', 'bad', other), box('d', 'bad', other)];
      const first = await store.importEstate(streamOf(all), { at: now() });
      expect(first).toMatchObject({ read: 4, put: 4, unchanged: 0, deleted: 0 });
      await store.apply({
        changes: [{ op: 'exempt', exemption: { scope: group, recommendations: [], category: 'Waiver', reason: 'Agreed.' } }],
        at: now(),
      });
      const again = await store.importEstate(streamOf([box('a'), box('c', 'bad', other)]), {
        at: now(),
        complete: () => [{ scope: '/subscriptions/s1' }],
      });
      expect(again).toMatchObject({ read: 2, put: 0, unchanged: 2, deleted: 1 });
      const { value } = await store.resources({}, { type: 'Test.Things/boxes' });
      expect(value.items.map(({ name }) => name)).toEqual(['a', 'c', 'd']);
      expect((await store.exemptions({})).value).toHaveLength(1);
      expect((await store.resource(String(box('b')['id']), {})).value).toBeUndefined();
    }));

  it('keeps what lies below a scope that could not be read', () =>
    withStore(backend, async ({ store }) => {
      const label = (name: string): JsonObject => ({
        id: `${String(box(name)['id'])}/labels/l`,
        name: 'l',
        type: 'Test.Things/boxes/labels',
        properties: { shut: true },
      });
      await store.importEstate(streamOf([box('a'), box('b'), label('a'), label('b')]), { at: now() });
      const except = [String(box('a')['id'])];
      const complete = () => [{ scope: '/subscriptions/s1', types: ['Test.Things/boxes/labels'], except }];
      expect(await store.importEstate(streamOf([box('a'), box('b')]), { at: now(), complete })).toMatchObject({ deleted: 1 });
      expect((await store.resource(String(label('a')['id']), {})).value).toBeDefined();
      expect((await store.resource(String(label('b')['id']), {})).value).toBeUndefined();
    }));

  it('tells what could not be read, and judges nothing by its absence', () =>
    withStore(backend, async ({ store }) => {
      const labels = 'test.things/boxes/labels';
      const collected = () => [{ type: labels, subscription: 's1' }];
      const key = catalogue.items.find(({ recommendation }) => recommendation.name === 'labels-below')?.recommendation.key;
      const about = async (selection: Selection = {}) => {
        const { value } = await store.coverage(selection);
        return {
          missing: Array.from(value.notCollected).filter(({ recommendation }) => recommendation === key),
          refused: value.notPermitted,
          resources: value.resources,
        };
      };
      await store.importEstate(streamOf([box('a')]), { at: now(), collected, notPermitted: () => [] });
      const before = await about();
      expect(before).toEqual({ missing: [], refused: undefined, resources: 1 });

      const refused = [
        { type: labels, scope: '/subscriptions/s1', status: 403, reason: 'AuthorizationFailed' },
        { type: 'test.things/locks', scope: '/subscriptions/unseen', status: 403 },
        { type: 'microsoft.graph/users', scope: '/providers/Microsoft.Graph/secret', status: 403 },
      ];
      const unreadable = { id: `${String(box('a')['id'])}/labels/$not-readable`, name: '$not-readable', type: 'Test.Things/boxes/labels' };
      await store.importEstate(streamOf([box('a'), unreadable]), { at: now(), notPermitted: () => refused });
      const missing = { recommendation: key, subscription: 's1', needs: labels, resources: 1, why: 'no permission' };
      expect(await about()).toEqual({ missing: [missing], refused, resources: 1 });
      expect((await store.report({}, { model: 'classic' })).value.coverage.notPermitted).toEqual(refused);
      const tenant = { type: 'microsoft.graph/users', status: 403 };
      expect((await about({ readable: ['/subscriptions/s1'] })).refused).toEqual([refused[0], tenant]);
      expect((await about({ readable: ['/subscriptions/s2'] })).refused).toEqual([tenant]);

      // Plain files say nothing of it; the next export does.
      await store.importEstate(streamOf([box('a')]), { at: now() });
      expect(await about()).toEqual({ missing: [missing], refused, resources: 1 });
      const complete = () => [{ scope: '/subscriptions/s1', types: [labels] }];
      await store.importEstate(streamOf([box('a')]), { at: now(), collected, complete, notPermitted: () => [] });
      expect(await about()).toEqual(before);
      expect(await store.recount()).toEqual([]);
    }));

  it('closes over what was imported and then not sent again', () =>
    withStore(backend, async ({ store }) => {
      await store.importEstate(streamOf([box('a'), box('b')]), { at: now() });
      const complete: Change = { op: 'complete', scope: '/subscriptions/s1', types: ['Test.Things/boxes'] };
      expect(await store.apply({ changes: [put(box('c'))], at: now() })).toMatchObject({ put: 1 });
      expect(await store.apply({ changes: [put(box('a')), complete], at: now() })).toMatchObject({ put: 0, deleted: 1 });
      const names = async () => (await store.resources({}, { type: 'Test.Things/boxes' })).value.items.map(({ name }) => name);
      expect(await names()).toEqual(['a', 'c']);
      expect(await store.apply({ changes: [put(box('d')), complete], at: now() })).toMatchObject({ put: 1, deleted: 2 });
      expect(await names()).toEqual(['d']);
    }));

  it('answers others while it takes a large batch', () =>
    withStore(backend, async ({ store }) => {
      await store.apply({ changes: [put(box('first'))], at: now() });
      const large = store.apply({ changes: Array.from({ length: 5_000 }, (_, index) => put(box(`n${index}`))), at: now() });
      let turns = 0;
      let isOver = false;
      const counted = large.then(() => (isOver = true));
      const seen = new Set<number>();
      while (!isOver) {
        await new Promise((resolve) => {
          setImmediate(resolve);
        });
        turns += 1;
        if (!isOver) seen.add((await store.resources({}, { type: 'Test.Things/boxes', limit: 10 })).value.items.length);
      }
      await counted;
      expect(turns).toBeGreaterThan(5);
      // Of what is not committed nothing is seen.
      expect([...seen].filter((count) => count !== 1 && count !== 10)).toEqual([]);
      expect((await store.report({}, { model: 'classic' })).value.coverage.resources).toBe(5_001);
    }));

  it('keeps every character of what a first import brings', () =>
    withStore(backend, async ({ store }) => {
      const odd = { ...box('a'), tags: { kind: 'a\\b\t\n\r"\u2028', 'größe\\N': '\\.\\N 🦄 $1 \u0001' } };
      await store.importEstate(streamOf([odd, box('b')]), { at: now() });
      expect((await store.resource(`${group}/providers/Test.Things/boxes/a`, {})).value?.resource).toEqual(odd);
      expect(await store.recount()).toEqual([]);
    }));

  it('leaves nothing of an import that breaks off', () =>
    withStore(backend, async ({ store }) => {
      const before = await store.report({}, { model: 'classic' });
      const broken = async function* (): AsyncIterable<readonly Entry[]> {
        yield* streamOf([box('a'), box('b')]);
        throw new Error('The export ends here.');
      };
      await expect(store.importEstate(broken(), { at: now() })).rejects.toThrow('The export ends here.');
      expect(await store.report({}, { model: 'classic' })).toEqual(before);
      expect(await store.recount()).toEqual([]);
      await store.importEstate(streamOf([box('a'), box('b')]), { at: now() });
      expect((await store.report({}, { model: 'classic' })).value.coverage.resources).toBe(2);
    }));

  it('pages through all resources once, by recommendation and status, text and type', () =>
    withStore(backend, async ({ store }) => {
      const names = Array.from({ length: 23 }, (_, index) => `n${index}`);
      await store.apply({ changes: names.map((name, index) => put(box(name, index % 3 === 0 ? 'good' : 'bad'))), at: now() });
      const all = async (query: Parameters<Store['resources']>[1], selection: Selection = {}) => {
        const found: string[] = [];
        for (let after: string | null | undefined; after !== null; ) {
          const { value } = await store.resources(selection, { ...query, limit: 4, ...(after === undefined ? {} : { after }) });
          found.push(...value.items.map(({ name }) => name));
          after = value.next;
        }
        return found;
      };
      const good = names.filter((_, index) => index % 3 === 0);
      expect(await all({})).toEqual(names);
      expect(await all({ recommendation: 'policy-plain', status: ['Unhealthy'] })).toEqual(names.filter((name) => !good.includes(name)));
      expect(await all({ recommendation: 'policy-plain', status: ['Healthy', 'Unhealthy'] })).toEqual(names);
      expect(await all({ search: 'BOXES/N1' })).toEqual(names.filter((name) => name.startsWith('n1')));
      expect(await all({ search: '%' })).toEqual([]);
      expect(await all({}, { readable: ['/subscriptions/s2'] })).toEqual([]);
      expect(await all({ type: 'test.things/boxes' }, { readable: [`${group}/providers/Test.Things/boxes/n1`] })).toEqual(['n1']);
      const { value } = await store.resources({}, { recommendation: 'policy-plain', status: ['Unhealthy'], limit: 1, explain: true });
      expect(value.items[0]?.assessment?.because?.text).toContain('tags');
      for (const query of [{}, { recommendation: 'policy-plain', status: ['Unhealthy'] as const }, { type: 'test.things/boxes' }]) {
        const whole = await all(query);
        for (const from of [0, 1, 7, whole.length - 1, whole.length, 100]) {
          const { value: page } = await store.resources({}, { ...query, from, limit: 5 });
          expect(page).toMatchObject({ items: whole.slice(from, from + 5).map((name) => ({ name })), total: whole.length });
        }
      }
      await expect(store.resources({}, { from: 3, search: 'n1' })).rejects.toMatchObject({ code: 'bad-request' });
      await expect(store.resources({}, { after: 'nonsense' })).rejects.toMatchObject({ code: 'bad-request' });
      await expect(store.resources({}, { limit: 0 })).rejects.toMatchObject({ code: 'bad-request' });
      await expect(store.resources({}, { recommendation: 'none' })).rejects.toMatchObject({ code: 'unknown-recommendation' });
    }));

  it('finds by a part of an id the same before and after it knows which subscriptions hold what', () =>
    withStore(backend, async ({ store, state }) => {
      const where = (subscription: string) => `/subscriptions/${subscription}/resourceGroups/Web-1`;
      await store.apply({ changes: ['s1', 's2', 's3'].map((id) => put(box(`of-${id}`, 'bad', where(id)))), at: now() });
      const texts = ['OF-S2', 'web-1/providers/test.things/boxes/of-s3', '/boxes/', 's2/', '-1/prov', 'nowhere', 'of-s2/of-s3', 'new'];
      const found = async () =>
        Promise.all(
          texts.map(async (text) => [
            (await store.search({}, text, 100)).value.filter(({ kind }) => kind === 'resource').map(({ id }) => id),
            (await store.resources({}, { search: text })).value.items.map(({ id }) => id),
          ]),
        );
      const before = await found();
      expect(before.map(([hits]) => hits?.length)).toEqual([1, 1, 3, 1, 3, 0, 0, 0]);
      await state.words.building;
      expect(await found()).toEqual(before);
      const narrowed = (text: string) =>
        state.database.snapshot(async (reader) => [
          ...(await state.words.narrowed(reader, new Map(['', 's1', 's2', 's3', 's4'].map((id) => [id, 'whole'])), text)).keys(),
        ]);
      expect(await narrowed('Boxes/OF-s2')).toEqual(['s2']);
      expect(await narrowed('nowhere')).toEqual([]);
      // What came later is found at once, in a subscription that is known and in one that is not.
      await store.apply({
        changes: [
          put(box('new', 'bad', where('s1'))),
          put(box('new', 'bad', where('s4'))),
          { op: 'delete', id: String(box('of-s2', 'bad', where('s2'))['id']) },
        ],
        at: now(),
      });
      expect((await found()).map(([hits]) => hits?.length)).toEqual([0, 1, 4, 0, 4, 0, 0, 2]);
      expect(await narrowed('new')).toEqual(['s1', 's4']);
    }));

  it('pages through everything that was read as it was read, and through all assessments, each once', () =>
    withStore(backend, async ({ store }) => {
      const elsewhere = '/subscriptions/s2/resourceGroups/r1';
      const boxes = [box('a'), box('b', 'good'), box('c', 'bad', elsewhere), box('d', 'good', '/subscriptions/s1/resourceGroups/r2')];
      const user = { id: '/providers/Microsoft.Graph/users/u1', name: 'u1', type: 'Microsoft.Graph/users', properties: {} };
      await store.apply({ changes: [...boxes, user].map(put), at: now() });
      const all = async (selection: Selection, query: DocumentQuery = {}) => {
        const found: string[] = [];
        for (let after: string | undefined; ; ) {
          const { value } = await store.documents(selection, { ...query, limit: 1, ...(after === undefined ? {} : { after }) });
          for (const { id, resource } of value.items) {
            expect(query.isBare === true ? [{}] : [...boxes, user]).toContainEqual(resource);
            found.push(id.slice(id.lastIndexOf('/') + 1));
          }
          if (value.next === null) return found;
          after = value.next;
        }
      };
      expect(await all({})).toEqual(['u1', 'a', 'b', 'd', 'c']);
      expect(await all({}, { isBare: true })).toEqual(['u1', 'a', 'b', 'd', 'c']);
      expect(await all({}, { types: ['Test.Things/BOXES'] })).toEqual(['a', 'b', 'd', 'c']);
      expect(await all({}, { under: '/SUBSCRIPTIONS/s1/resourceGroups/R1/' })).toEqual(['a', 'b']);
      expect(await all({ readable: ['/subscriptions/s1/resourceGroups/r2'] })).toEqual(['d']);
      expect(await all({ readable: ['/subscriptions/s2'] }, { types: ['microsoft.graph/users'] })).toEqual([]);

      const assessed = async (selection: Selection) => {
        const found: AssessedItem[] = [];
        for (let after: string | undefined; ; ) {
          const { value } = await store.assessments(selection, { limit: 2, ...(after === undefined ? {} : { after }) });
          found.push(...value.items);
          if (value.next === null) return found;
          after = value.next;
        }
      };
      const every = await assessed({});
      for (const selection of [{}, { readable: ['/subscriptions/s1/resourceGroups/r2'] }]) {
        const names = (await assessed(selection)).map(({ recommendation, resource, subscription }) => ({
          recommendation,
          resource,
          subscription,
        }));
        expect((await store.assessedNames(selection, {})).value).toEqual({ items: names, next: null });
      }
      const { value: detail } = await store.resource(`${group}/providers/Test.Things/boxes/a`, {});
      const own = every.filter(({ resource }) => resource.endsWith('/boxes/a'));
      expect(own).toEqual(detail?.assessments.map(({ because: _because, ...assessment }) => assessment));
      expect(new Set(every.map(({ resource, recommendation }) => `${resource} ${recommendation}`)).size).toBe(every.length);
      expect((await assessed({ readable: ['/subscriptions/s1/resourceGroups/r2'] })).every(({ resource }) => resource.endsWith('/d'))).toBe(
        true,
      );
      expect((await store.resourceGroups({})).value).toEqual([
        { subscription: 's1', name: 'r1', location: null, resources: 2 },
        { subscription: 's1', name: 'r2', location: null, resources: 1 },
        { subscription: 's2', name: 'r1', location: null, resources: 1 },
      ]);
      expect((await store.resourceGroups({ readable: ['/subscriptions/s2'] })).value).toHaveLength(1);
      const unhealthy = new Set(every.filter(({ status }) => status === 'Unhealthy').map(({ resource }) => resource));
      expect((await store.resourceCounts({})).value).toMatchObject({ resources: 5, unhealthy: unhealthy.size });
      for (const after of ['broken', 'W10', 'WzEsMiwzXQ']) {
        await expect(store.documents({}, { after })).rejects.toMatchObject({ code: 'bad-request' });
        await expect(store.assessments({}, { after })).rejects.toMatchObject({ code: 'bad-request' });
      }
    }));

  it('keeps what was made here through complete imports, until one has held it', () =>
    withStore(backend, async ({ store }) => {
      const made = box('made');
      await store.apply({ changes: [{ op: 'put', resource: made, kept: true }, put(box('sent'))], at: now() });
      const importing = (resources: readonly JsonObject[]) =>
        store.importEstate(streamOf(resources), { at: now(), complete: () => [{ scope: '/' }] });
      const isThere = async () => (await store.resource(`${group}/providers/Test.Things/boxes/made`, {})).value !== undefined;
      expect(await importing([box('a')])).toMatchObject({ deleted: 1 });
      expect(await isThere()).toBe(true);
      await importing([box('a'), made]);
      await importing([box('a')]);
      expect(await isThere()).toBe(false);
    }));

  it('tells of one resource what was judged, why, by what, and since when', () =>
    withStore(backend, async ({ store }) => {
      const lock = { id: `${group}/providers/Test.Things/locks/l`, type: 'Test.Things/locks', properties: { shut: true } };
      const boxed = { ...box('a'), id: `${group}/providers/Test.Things/boxes/a`, properties: { lock: lock.id } };
      await store.apply({ changes: [put(boxed), put(box('z'))], at: now() });
      await store.apply({ changes: [put(lock)], at: '2026-01-02T00:00:00Z' });
      const { value } = await store.resource(boxed.id.toUpperCase(), {});
      expect(value).toMatchObject({ name: 'a', subscription: 's1', resourceGroup: 'r1', implied: false, dependsOn: [lock.id] });
      const judged = value?.assessments.find(({ name }) => name === 'lock-by-id');
      expect(judged).toMatchObject({
        status: 'Healthy',
        because: { text: 'So it is.' },
        statusChanged: '2026-01-02T00:00:00.000Z',
        firstEvaluated: now(),
      });
      expect(value?.history).toContainEqual({
        sequence: expect.any(Number) as number,
        at: '2026-01-02T00:00:00.000Z',
        resource: boxed.id,
        kind: 'status',
        recommendation: 'lock-by-id',
        from: 'NotAssessed',
        to: 'Healthy',
      });
      expect((await store.resource(lock.id, {})).value?.dependents).toEqual(['/subscriptions/s1', boxed.id]);
      expect((await store.resource(lock.id, { readable: [boxed.id] })).value).toBeUndefined();
      expect((await store.resource(boxed.id, { readable: [boxed.id] })).value?.dependsOn).toEqual([]);
    }));

  it('compares two moments, and tells what happened between', () =>
    withStore(backend, async ({ store }) => {
      const { sequence: from } = await store.apply({
        changes: [put(box('a')), put(box('b', 'bad', '/subscriptions/s2/resourceGroups/r1'))],
        at: now(),
      });
      await store.apply({ changes: [put(box('a', 'good'))], at: '2026-01-02T00:00:00Z' });
      const { sequence: to } = await store.apply({
        changes: [{ op: 'delete', id: String(box('b', 'bad', '/subscriptions/s2/resourceGroups/r1')['id']) }],
        at: '2026-01-03T00:00:00Z',
      });
      const { value } = await store.compare({}, { sequence: from }, { at: '2026-01-03T12:00:00Z' }, { model: 'classic' });
      expect(value.moments.map(({ sequence }) => sequence)).toEqual([to - 1, to]);
      expect(value.transitions.filter(({ kind }) => kind === 'delete').map(({ resource }) => resource)).toContain(
        box('b', 'bad', '/subscriptions/s2/resourceGroups/r1')['id'],
      );
      expect(value.transitions).toContainEqual(
        expect.objectContaining({ recommendation: 'policy-plain', from: 'Unhealthy', to: 'Healthy' }) as unknown,
      );
      const seen = await store.compare({ readable: ['/subscriptions/s1'] }, { sequence: from }, { sequence: to }, { model: 'classic' });
      expect(JSON.stringify([seen.value.transitions, seen.value.moments.length])).not.toContain('s2');
      await expect(store.reportAt({}, { sequence: to + 5 }, { model: 'classic' })).rejects.toMatchObject({ code: 'bad-request' });
    }));

  it('lets exemptions expire as time passes, and no sooner', () =>
    withStore(backend, async ({ store }) => {
      const exemption = {
        scope: group,
        recommendations: ['policy-plain'],
        category: 'Waiver' as const,
        reason: 'Until then.',
        owner: 'Ada',
        expiresOn: '2026-01-05',
      };
      const { exemptions } = await store.apply({ changes: [put(box('a')), { op: 'exempt', exemption }], at: now() });
      expect((await store.exemptions({})).value).toMatchObject([
        { id: exemptions[0], owner: 'Ada', reason: 'Until then.', assessments: 1, expired: false },
      ]);
      expect(await store.advance('2026-01-04T23:59:59Z')).toMatchObject({ expired: 0 });
      expect(await store.advance('2026-01-05T00:00:00Z')).toMatchObject({ expired: 1 });
      expect((await store.exemptions({})).value).toMatchObject([{ assessments: 0, expired: true }]);
      expect(await store.advance('2026-01-01T00:00:00Z')).toMatchObject({ expired: 0 });
      expect((await store.exemptions({ readable: ['/subscriptions/s2'] })).value).toEqual([]);
    }));

  it('shows the tree of management groups above what may be read', () =>
    withStore(backend, async ({ store }) => {
      const subscription = (id: string) => ({
        id: `/subscriptions/${id}`,
        type: 'Microsoft.Resources/subscriptions',
        properties: {
          displayName: id,
          managementGroupAncestorsChain: [
            { name: `g-${id}`, displayName: `Group ${id}` },
            { name: 'root', displayName: 'Root' },
          ],
        },
      });
      await store.apply({ changes: [put(subscription('s1')), put(subscription('s2')), put(box('a'))], at: now() });
      const { value } = await store.managementGroups({}, { model: 'classic' });
      expect(value.map(({ name, parent, groups, subscriptions }) => [name, parent, groups, subscriptions])).toEqual([
        ['root', null, ['g-s1', 'g-s2'], []],
        ['g-s1', 'root', [], ['s1']],
        ['g-s2', 'root', [], ['s2']],
      ]);
      const seen = await store.managementGroups({ readable: ['g-s2'] }, { model: 'classic' });
      expect(JSON.stringify(seen.value)).not.toContain('s1');
      expect((await store.search({ readable: ['g-s2'] }, 's1')).value).toEqual([]);
      expect((await store.search({}, 'boxes/a')).value).toMatchObject([{ kind: 'resource', id: box('a')['id'] }]);
      expect(store.isReadable('/subscriptions/s2', { readable: ['g-s2'] })).toBe(true);
      expect(store.isReadable('root', { readable: ['g-s2'] })).toBe(false);
    }));

  it('keeps settings', () =>
    withStore(backend, async ({ store: { settings } }) => {
      await settings.set('tokens/a', { role: 'reader' });
      await settings.set('tokens/b', null);
      await settings.set('tokens_c', 1);
      expect(await settings.get('tokens/a')).toEqual({ role: 'reader' });
      expect(await settings.list('tokens/')).toEqual([
        { name: 'tokens/a', value: { role: 'reader' } },
        { name: 'tokens/b', value: null },
      ]);
      await settings.set('tokens/a', undefined);
      expect(await settings.get('tokens/a')).toBeUndefined();
    }));
}
