import type { Catalogue, CatalogueItem, Control } from './catalogue.ts';
import type { CatalogueAdditions, OwnRecommendation } from './catalogue-file.ts';
import { controlsOf } from './controls.ts';
import type { Path } from './document.ts';
import { type Edition, editions, pointsByName } from './points.ts';
import type { LoadedPolicies } from './policies/load-policies.ts';
import type { CatalogueProblem } from './problems.ts';
import type { Recommendation } from './recommendation.ts';
import { recommendations } from './recommendations.generated.ts';

export interface CatalogueOptions {
  /** Which points count; absent: the file's `base`, else 2019-11. A file with `base: none` stays a whole edition of its own. */
  readonly edition?: Edition;
  /** What `parseCatalogueFile` read. */
  readonly additions?: CatalogueAdditions;
  /** What `loadPolicies` made of policies and initiatives: judged beside the shipped recommendations, with points of the file where it has them. */
  readonly policies?: Pick<LoadedPolicies, 'items' | 'controls' | 'places'> & Partial<Pick<LoadedPolicies, 'asksForTime'>>;
  /** False: of the shipped recommendations none is judged. */
  readonly shipped?: boolean;
}

/**
 * The shipped catalogue in one edition, with a user's own catalogue file laid over it. What is wrong in the file is left out and told.
 * A recommendation without points counts in neither model, so it stands in no control.
 */
export function loadCatalogue(options: CatalogueOptions = {}): {
  readonly catalogue: Catalogue;
  readonly problems: readonly CatalogueProblem[];
} {
  const { additions } = options;
  const base = additions?.base === 'none' ? 'none' : (options.edition ?? additions?.base ?? '2019-11');
  const problems: CatalogueProblem[] = [];
  const own = additions === undefined ? [] : withoutClashes(additions, problems);
  const policies = options.policies?.items ?? [];
  const ours = options.shipped === false ? [] : recommendations;
  const names = new Set([...recommendations, ...[...own, ...policies].map(({ recommendation }) => recommendation)].map(({ name }) => name));
  if (additions !== undefined) problems.push(...unknownNames(additions, names));

  const items = [
    ...ours.map((recommendation) => shippedItem(recommendation, base, additions)),
    ...own.map((entry) => ownItem(entry, additions)),
    ...policies.map((item) => ({ ...item, ...ownItem({ ...item, state: 'custom' }, additions) })),
  ];
  const scored = new Set(items.filter(({ points }) => points !== null).map(({ recommendation }) => recommendation.name));
  const controls = [...controlsWith(additions, { own, names }, problems), ...(options.policies?.controls ?? [])].map((control) => ({
    ...control,
    recommendations: [...new Set(control.recommendations)].filter((name) => scored.has(name)),
  }));
  const keysByName = new Map<string, string[]>();
  for (const { key, recommendations: members } of controls) {
    for (const name of members) keysByName.set(name, [...(keysByName.get(name) ?? []), key]);
  }
  return {
    catalogue: {
      edition: additions === undefined ? base : (additions.edition ?? (base === 'none' ? 'custom' : `${base}+custom`)),
      items: items.map((item) => {
        const owner = additions?.owners.get(item.recommendation.name);
        const itemControls = keysByName.get(item.recommendation.name) ?? [];
        return { ...item, controls: itemControls, ...(owner === undefined ? {} : { owner }) };
      }),
      controls,
      ...(options.policies?.places === undefined ? {} : { places: options.policies.places }),
      ...(options.policies?.asksForTime === true ? { asksForTime: true } : {}),
    },
    problems,
  };
}

type ItemWithoutControls = Omit<CatalogueItem, 'controls'>;

/** The points that the shipped table gives; null where it gives none. */
export function shippedPoints(name: string, edition: Edition): number | null {
  return (Object.hasOwn(pointsByName, name) ? pointsByName[name] : undefined)?.[editions.indexOf(edition)] ?? null;
}

function shippedItem(
  recommendation: Recommendation,
  base: Edition | 'none',
  additions: CatalogueAdditions | undefined,
): ItemWithoutControls {
  const state = additions?.states.get(recommendation.name) ?? 'standard';
  const given = additions?.points.get(recommendation.name);
  const usual = base === 'none' || state !== 'standard' ? null : shippedPoints(recommendation.name, base);
  return {
    recommendation: withSeverity(recommendation, additions),
    points: given === undefined ? usual : given.points,
    state,
  };
}

function ownItem(
  entry: Pick<OwnRecommendation, 'recommendation' | 'points' | 'state'>,
  additions: CatalogueAdditions | undefined,
): ItemWithoutControls {
  const { name } = entry.recommendation;
  const given = additions?.points.get(name);
  const stateGiven = additions?.states.get(name);
  return {
    recommendation: withSeverity(entry.recommendation, additions),
    points: given === undefined ? entry.points : given.points,
    state: stateGiven === undefined || stateGiven === 'standard' ? entry.state : stateGiven,
  };
}

function withSeverity(recommendation: Recommendation, additions: CatalogueAdditions | undefined): Recommendation {
  const severity = additions?.severities.get(recommendation.name);
  return severity === undefined ? recommendation : { ...recommendation, severity };
}

/** The file's recommendations without those whose name or key is taken. */
function withoutClashes(additions: CatalogueAdditions, problems: CatalogueProblem[]): readonly OwnRecommendation[] {
  const names = new Set(recommendations.map(({ name }) => name));
  const keys = new Set(recommendations.map(({ key }) => key));
  return additions.recommendations.filter(({ recommendation: { name, key }, path }) => {
    const taken = names.has(name) ? 'name' : keys.has(key) ? 'key' : undefined;
    if (taken !== undefined) {
      problems.push(
        additions.problemAt('used-twice', [...path, taken], {
          message: `The ${taken} ${JSON.stringify(taken === 'name' ? name : key)} belongs to another recommendation already.`,
          expected: `a ${taken} of its own`,
          hint: 'To change a shipped recommendation use "points", "severities" and "controls"; else choose another one.',
        }),
      );
      return false;
    }
    names.add(name);
    keys.add(key);
    return true;
  });
}

function unknownNames(additions: CatalogueAdditions, names: ReadonlySet<string>): readonly CatalogueProblem[] {
  return (['points', 'severities', 'states', 'owners'] as const).flatMap((table) =>
    [...additions[table].keys()].filter((name) => !names.has(name)).map((name) => unknownRecommendation(additions, [table, name], name)),
  );
}

function unknownRecommendation(additions: CatalogueAdditions, path: Path, name: string): CatalogueProblem {
  return additions.problemAt('unknown-recommendation', path, {
    message: `There is no recommendation named ${JSON.stringify(name)}.`,
    expected: 'the name of a recommendation, such as storage-secure-transfer',
    hint: 'List the names with: plumbline recommendations',
  });
}

/** The controls of the chosen table with the file's changes; members are still unfiltered. */
function controlsWith(
  additions: CatalogueAdditions | undefined,
  { own, names: known }: { readonly own: readonly OwnRecommendation[]; readonly names: ReadonlySet<string> },
  problems: CatalogueProblem[],
): readonly Control[] {
  const table = additions?.controlTable ?? '2019-12';
  const controls: Control[] = table === 'none' ? [] : [...controlsOf(table)];
  if (additions === undefined) return controls;

  for (const entry of additions.controls) {
    const members = entry.recommendations?.flatMap(({ name, path }) => {
      if (known.has(name)) return [name];
      problems.push(unknownRecommendation(additions, path, name));
      return [];
    });
    const index = controls.findIndex(({ key, name }) => (entry.key === undefined ? name === entry.name : key === entry.key));
    const found = controls[index];
    if (found !== undefined) {
      controls[index] = {
        key: found.key,
        name: entry.name ?? found.name,
        max: entry.max ?? found.max,
        recommendations: members ?? found.recommendations,
      };
    } else if (entry.key !== undefined && entry.name !== undefined && entry.max !== undefined) {
      controls.push({ key: entry.key, name: entry.name, max: entry.max, recommendations: members ?? [] });
    } else {
      problems.push(
        additions.problemAt('missing-key', entry.path, {
          message: `There is no control ${JSON.stringify(entry.name ?? entry.key)}, and a new one is not complete.`,
          expected: 'the key or name of a known control, or key, name and max of a new one',
          hint: 'Correct the name, or add the missing keys.',
        }),
      );
    }
  }

  for (const { recommendation, controls: wanted } of own) {
    for (const { control, path } of wanted) {
      const index = controls.findIndex(({ key, name }) => key === control.toLowerCase() || name === control);
      const found = controls[index];
      if (found !== undefined) {
        controls[index] = { ...found, recommendations: [...found.recommendations, recommendation.name] };
      } else {
        problems.push(
          additions.problemAt('unknown-control', path, {
            message: `There is no control ${JSON.stringify(control)}.`,
            expected: 'the key or the name of a control',
            hint: `Use one of ${controls.map(({ name }) => name).join(', ')}, or add it under "controls".`,
          }),
        );
      }
    }
  }
  return controls;
}
