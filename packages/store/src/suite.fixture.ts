// The one suite that every backend has to pass.
import { isDeepStrictEqual } from 'node:util';
import { assess, reportOf, type ScoreReport, type ScoringOptions } from '@plumbline/assess';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Backend, box, group, models, now, type Opened, put, streamOf, until, withStore } from './backend.fixture.ts';
import { cases } from './cases.fixture.ts';
import { catalogue, otherCatalogue, plainEstate, type Step, step } from './estate.fixture.ts';
import { openWithState } from './open-store.ts';
import { storedAssessmentsIn } from './read/stored-assessments.ts';
import type { Change, Selection, StoreEvent, StoreLocation } from './store.ts';
import { takeStep } from './take-step.fixture.ts';

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
          { numRuns: backend.runs, examples: [[clockSetBack]] },
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
      expect(await storedAssessmentsIn(state)).toEqual(
        [...run.assessments()].map(({ because: _because, location: _location, ...assessment }) => assessment),
      );
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

  property('equals a full assessment after a first import, and after every step that follows', async ({ store, state }, given) => {
    const plain = plainEstate();
    // In odd order, some twice: of two with one id the later counts.
    const resources = given.flatMap(({ changes }) => changes.flatMap((change) => (change.op === 'put' ? [change.resource] : [])));
    for (const resource of resources) plain.take(put(resource));
    const { duplicates } = await store.importEstate(streamOf(resources), { at: plain.now() });
    const expected = await assess(streamOf(resources), { catalogue, now: plain.now() });
    expect(duplicates).toBe(expected.duplicates);
    // Of completions after an import the plain estate knows nothing; cases tell of them.
    const steps = given.map((step) => ({ ...step, changes: step.changes.filter(({ op }) => op !== 'complete') }));
    for (const next of [undefined, ...steps, 'again' as const]) {
      if (next === 'again') {
        for (const resource of resources) plain.take(put(resource));
        const again = await store.importEstate(streamOf(resources), { at: plain.now() });
        expect(again.duplicates).toBe(expected.duplicates);
      } else if (next !== undefined) await takeStep(store, plain, next);
      const run = await plain.run();
      for (const options of models) {
        const { value, at } = await store.report({}, options);
        expect(value).toEqual({ ...reportOf(run, options), generatedAt: at });
      }
      expect(await storedAssessmentsIn(state)).toEqual(
        [...run.assessments()].map(({ because: _because, location: _location, ...assessment }) => assessment),
      );
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
    for (const later of served.slice(-scopes.length * models.length)) {
      const earlier = served.find(({ selection, options }) => isDeepStrictEqual([selection, options], [later.selection, later.options]));
      if (earlier === undefined || later.options.rounding === 'api') continue;
      const [from, to] = [{ sequence: earlier.sequence }, { sequence: later.sequence }];
      const { value } = await store.causes(later.selection, from, to, later.options);
      const told = ({ score }: ScoreReport) => (value.measure === 'points' ? score?.current : score?.percentage) ?? 0;
      expect(value.before).toBeCloseTo(told(earlier.value), 9);
      expect(value.after).toBeCloseTo(told(later.value), 9);
      expect(value.causes.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(value.after - value.before, 9);
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
    // With something else supposed, if only in vain, resources are gone through and not only their counts.
    for (const { recommendation } of catalogue.items) {
      const complete = [recommendation.name];
      const { value: counted } = await store.whatIf({}, { complete }, { model: 'classic' });
      const { value: gone } = await store.whatIf({}, { complete, remove: ['none'] }, { model: 'classic' });
      expect({ ...counted, unknown: ['none'] }).toEqual(gone);
    }
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

  cases(backend);
}

/** Two exemptions until two days, and the clock set back by one after a change of nothing. */
const clockSetBack: readonly Step[] = [
  { changes: [{ op: 'delete', id: `${group}/providers/Test.Things/boxes/none` }], afterMs: 86_400_000 },
  {
    changes: ['2026-01-02', '2026-01-01'].map((day) => ({
      op: 'exempt',
      exemption: {
        scope: group,
        recommendations: [],
        category: 'Waiver',
        reason: 'Agreed.',
        name: day,
        expiresOn: `${day}T00:00:00.000Z`,
      },
    })),
    afterMs: -86_400_000,
  },
];
