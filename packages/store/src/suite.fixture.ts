// The one suite that every backend has to pass.
import { reportOf, type ScoreReport, type ScoringOptions } from '@plumbline/assess';
import type { Entry } from '@plumbline/inventory';
import type { JsonObject } from '@plumbline/policy';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { catalogue, otherCatalogue, plainEstate, type Step, start, step } from './estate.fixture.ts';
import { openWithState } from './open-store.ts';
import { storedAssessmentsIn } from './read/stored-assessments.ts';
import type { Change, OpenOptions, Selection, Store, StoreEvent, StoreLocation } from './store.ts';

export type Opened = Awaited<ReturnType<typeof openWithState>>;

/** Gives out empty places for stores; each is given back when its test is done. */
export interface Backend {
  place(): Promise<{ readonly location: StoreLocation; readonly remove: () => Promise<void> }>;
  /** Of each property. */
  readonly runs: number;
}

export const now = () => new Date(start).toISOString();
const models: readonly ScoringOptions[] = [{ model: 'classic' }, { model: 'controls' }];
const group = '/subscriptions/s1/resourceGroups/r1';
const box = (name: string, kind = 'bad', where = group): JsonObject => ({
  id: `${where}/providers/Test.Things/boxes/${name}`,
  name,
  type: 'Test.Things/boxes',
  tags: { kind },
  properties: {},
});
const put = (resource: JsonObject): Change => ({ op: 'put', resource });

export async function withStore(
  backend: Backend,
  work: (opened: Opened, location: StoreLocation) => Promise<void>,
  options: Partial<OpenOptions> = {},
): Promise<void> {
  const { location, remove } = await backend.place();
  const opened = await openWithState(location, { catalogue, now, ...options });
  try {
    await work(opened, location);
  } finally {
    await opened.store.close();
    await remove();
  }
}

const steps = fc.array(step, { minLength: 1, maxLength: 10 });
const scopes: readonly (readonly string[])[] = [
  [],
  ['/subscriptions/s1'],
  ['/subscriptions/s1/resourceGroups/R2', '/subscriptions/s2/resourceGroups/r1'],
  ['top'],
  ['/subscriptions/s2/resourceGroups/r1/providers/Test.Things/boxes/a', '/providers/Microsoft.Graph/users/a'],
];

export function suite(backend: Backend): void {
  const property = (name: string, holds: (opened: Opened, given: readonly Step[], location: StoreLocation) => Promise<void>) =>
    it(
      name,
      () =>
        fc.assert(
          fc.asyncProperty(steps, (given) => withStore(backend, (opened, location) => holds(opened, given, location))),
          { numRuns: backend.runs },
        ),
      300_000,
    );

  property('equals a full assessment after every step, to the last digit', async ({ store, state }, given) => {
    const plain = plainEstate();
    for (const next of given) {
      await takeStep(store, plain, next);
      for (const scope of scopes) {
        const run = await plain.run(scope);
        for (const options of models) {
          const { value, at } = await store.report({ scope }, options);
          expect(value).toEqual({ ...reportOf(run, options), generatedAt: at });
        }
      }
      const run = await plain.run();
      expect(await storedAssessmentsIn(state)).toEqual([...run.assessments()].map(({ because: _because, ...assessment }) => assessment));
    }
    // A row of a page says what the page of the resource says, with or without its reason.
    const bare = await store.resources({}, { recommendation: 'scanned' });
    const told = await store.resources({}, { recommendation: 'scanned', explain: true });
    const withoutReason = told.value.items.map(({ assessment: { because: _because, ...assessment } = {}, ...row }) => ({
      ...row,
      assessment,
    }));
    expect(bare.value.items).toEqual(withoutReason);
    for (const { id, assessment } of told.value.items) {
      expect((await store.resource(id, {})).value?.assessments).toContainEqual(assessment);
    }
    expect(await store.recount()).toEqual([]);
  });

  property('tells every past score again as it was told then', async ({ store }, given) => {
    const plain = plainEstate();
    const served: {
      readonly selection: Selection;
      readonly options: ScoringOptions;
      readonly sequence: number;
      readonly value: ScoreReport;
    }[] = [];
    for (const next of given) {
      await takeStep(store, plain, next);
      for (const scope of scopes) {
        for (const options of models) {
          const { value, sequence } = await store.report({ scope }, options);
          served.push({ selection: { scope }, options, sequence, value });
        }
      }
    }
    for (const { selection, options, sequence, value } of served) {
      expect((await store.reportAt(selection, { sequence }, options)).value).toEqual(value);
    }
    const { value: points } = await store.history({}, { model: 'classic' });
    const scoreBySequence = new Map(
      served
        .filter(({ selection, options }) => selection.scope?.length === 0 && options.model === 'classic')
        .map((one) => [one.sequence, one.value.score]),
    );
    for (const { sequence, score } of points) if (scoreBySequence.has(sequence)) expect(score).toEqual(scoreBySequence.get(sequence));
  });

  property('computes what a token may read from that alone', async ({ store }, given) => {
    const plain = plainEstate();
    for (const next of given) await takeStep(store, plain, next);
    for (const readable of scopes.filter((scope) => scope.length > 0)) {
      for (const options of models) {
        const seen = await store.report({ readable }, options);
        const run = await plain.run(readable);
        const { scope: _scope, generatedAt: _at, exemptions, coverage, ...rest } = reportOf(run, options);
        expect(seen.value).toMatchObject(rest);
        expect(seen.value.exemptions.scoreWithout).toEqual(exemptions.scoreWithout);
        expect(seen.value.coverage).toEqual({ ...coverage, unknownAssessments: seen.value.coverage.unknownAssessments });
        const asked = await store.report({ scope: ['/subscriptions/s1'], readable: ['/subscriptions/s2'] }, options);
        expect([asked.value.score, asked.value.subscriptions]).toEqual([null, []]);
      }
    }
  });

  property('supposes what then really happens', async ({ store }, given) => {
    const plain = plainEstate();
    for (const next of given) await takeStep(store, plain, next);
    const at = plain.now();
    const target = `${group}/providers/Test.Things/boxes/a`;
    const exempt = { scope: group, recommendations: ['policy-plain', 'scanned'], category: 'Waiver' as const };
    // Without other exemptions: which of two counts is not a matter of supposing.
    const revoked = (await store.exemptions({})).value.map(({ id }): Change => ({ op: 'revoke', id }));
    await store.apply({ changes: revoked, at });
    for (const options of models) {
      const { value } = await store.whatIf({}, { exempt: [exempt] }, options);
      await store.apply({ changes: [{ op: 'exempt', exemption: { ...exempt, reason: 'Try.', name: 'try' } }], at });
      expect(value.after).toEqual((await store.report({}, options)).value.score);
      await store.apply({
        changes: [{ op: 'revoke', id: `${group}/providers/Microsoft.Authorization/policyExemptions/plumbline-try` }],
        at,
      });
      expect(value.before).toEqual((await store.report({}, options)).value.score);
    }
    const completed = await store.whatIf(
      {},
      { complete: catalogue.items.map(({ recommendation }) => recommendation.name) },
      { model: 'classic' },
    );
    if (completed.value.after !== null) expect(completed.value.after.percentage).toBe(1);
    const { value: unknown } = await store.whatIf(
      { scope: ['/subscriptions/s2'] },
      { remove: [target], complete: ['nothing'] },
      { model: 'classic' },
    );
    expect(unknown.unknown).toEqual([target, 'nothing']);
  });

  property('gives out the same events live and to those who come back', async ({ store }, given) => {
    const live: StoreEvent[] = [];
    const end = store.subscribe((events) => live.push(...events));
    const { sequence: first } = await store.head();
    const plain = plainEstate();
    for (const next of given) await takeStep(store, plain, next);
    const again = (await store.eventsAfter(`${first}-999999`, {})) ?? [];
    await until(() => live.length >= again.length, 2000);
    end();
    expect(live).toEqual(again);
    for (const readable of [['/subscriptions/s2'], ['/subscriptions/s1/resourceGroups/r1']]) {
      const text = JSON.stringify(store.filterEvents(live, { readable })).toLowerCase();
      expect(text).not.toMatch(readable[0] === '/subscriptions/s2' ? /s1/ : /"s2"|subscriptions\/s2|resourcegroups\/r2/);
      expect(text).not.toContain('"score":{');
    }
  });

  property('is the same after it was closed and opened', async ({ store }, given, location) => {
    const plain = plainEstate();
    for (const next of given) await takeStep(store, plain, next);
    const before = await store.report({}, { model: 'controls' });
    await store.close();
    const again = await openWithState(location, { catalogue, now });
    try {
      expect(await again.store.report({}, { model: 'controls' })).toEqual(before);
      await takeStep(again.store, plain, { changes: [put(box('a')), put(box('b', 'good'))], afterMs: 1 });
      expect((await again.store.report({}, { model: 'classic' })).value.score).toEqual(
        reportOf(await plain.run(), { model: 'classic' }).score,
      );
    } finally {
      await again.store.close();
    }
  });

  property('judges everything again by another catalogue', async ({ store }, given, location) => {
    const plain = plainEstate();
    for (const next of given) await takeStep(store, plain, next);
    const before = await store.report({}, { model: 'classic' });
    await store.close();
    const again = await openWithState(location, { catalogue: otherCatalogue, now });
    try {
      const { value, at } = await again.store.report({}, { model: 'classic' });
      expect(value).toEqual({ ...reportOf(await plain.run([], otherCatalogue), { model: 'classic' }), generatedAt: at });
      // The past keeps its own points.
      expect((await again.store.reportAt({}, { sequence: before.sequence }, { model: 'classic' })).value).toEqual(before.value);
    } finally {
      await again.store.close();
    }
  });

  property('keeps the end of each day exactly when the changes within are forgotten', async ({ store }, given) => {
    const plain = plainEstate();
    const ends = new Map<string, { readonly sequence: number; readonly value: ScoreReport }>();
    for (const next of given) {
      await takeStep(store, plain, next);
      const { value, sequence, at } = await store.report({ scope: ['/subscriptions/s1'] }, { model: 'controls' });
      ends.set(at.slice(0, 10), { sequence, value });
    }
    const today = plain.now().slice(0, 10);
    await store.compact({ changesDays: 0 });
    for (const [day, { value }] of ends) {
      if (day === today) continue;
      const { value: again } = await store.reportAt(
        { scope: ['/subscriptions/s1'] },
        { at: `${day}T23:59:59.999Z` },
        { model: 'controls' },
      );
      expect({ ...again, coverage: { ...again.coverage, disagreements: [] } }).toEqual({
        ...value,
        coverage: { ...value.coverage, disagreements: [] },
      });
    }
    expect((await store.report({}, { model: 'classic' })).value.score).toEqual(reportOf(await plain.run(), { model: 'classic' }).score);
    expect(await store.recount()).toEqual([]);
  });

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
      await expect(store.resources({}, { after: 'nonsense' })).rejects.toMatchObject({ code: 'bad-request' });
      await expect(store.resources({}, { limit: 0 })).rejects.toMatchObject({ code: 'bad-request' });
      await expect(store.resources({}, { recommendation: 'none' })).rejects.toMatchObject({ code: 'unknown-recommendation' });
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

async function takeStep(store: Store, plain: ReturnType<typeof plainEstate>, { changes, afterMs }: Step): Promise<void> {
  const at = plain.goOn(afterMs);
  for (const change of changes) plain.take(change);
  expect((await store.apply({ changes, at })).refused).toEqual([]);
}

export async function* streamOf(resources: readonly JsonObject[]): AsyncIterable<readonly Entry[]> {
  const { entryOf } = await import('@plumbline/inventory');
  for (let at = 0; at < resources.length; at += 2) {
    yield resources
      .slice(at, at + 2)
      .map(entryOf)
      .filter((entry) => entry !== undefined);
  }
}

export async function until(holds: () => boolean, ms: number): Promise<void> {
  const end = Date.now() + ms;
  while (!holds() && Date.now() < end) {
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}
