import { randomOf } from '../estate/random.mjs';

/** What the rules of a type compare each field with: paths from the root, with the values that they name. */
function fieldsOf(engine, type, texts) {
  const valuesByPath = new Map();
  const note = (name, values) => {
    if (typeof name !== 'string' || name.startsWith('[')) return;
    const path = name.includes('/') ? engine.shippedAliases.find(name).find((entry) => entry.type === type)?.path : name;
    if (path === undefined || path === 'type') return;
    const known = valuesByPath.get(path) ?? new Set();
    for (const value of values) if (typeof value !== 'string' || !value.startsWith('[')) known.add(value);
    valuesByPath.set(path, known);
  };
  const walk = (value) => {
    if (Array.isArray(value)) for (const item of value) walk(item);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    const { field, ...rest } = value;
    if (field !== undefined)
      note(
        field,
        Object.values(rest)
          .flat()
          .filter((item) => typeof item !== 'object'),
      );
    for (const [key, item] of Object.entries(value)) if (key !== 'deployment') walk(item);
  };
  for (const text of texts) {
    const document = JSON.parse(text.replace(/^\uFEFF/, ''));
    walk((document.properties ?? document).policyRule.if);
    for (const [, alias] of text.matchAll(/field\('([^']+)'\)/g)) note(alias, []);
  }
  return [...valuesByPath].map(([path, values]) => ({ steps: stepsOf(path), values: [...values] }));
}

const stepsOf = (path) =>
  path
    .replaceAll('[*]', '.[*]')
    .split('.')
    .filter((step) => step !== '' && !step.includes("'"));

function set(target, steps, value) {
  const [step, ...rest] = steps;
  if (step === undefined || typeof target !== 'object' || target === null) return;
  if (rest.length === 0) {
    target[step] ??= value();
  } else if (rest[0] === '[*]') {
    if (!Array.isArray(target[step])) target[step] = rest.length === 1 ? [value(), value()] : [{}, {}, {}];
    for (const element of target[step]) set(element, rest.slice(1), value);
  } else {
    if (typeof target[step] !== 'object' || Array.isArray(target[step])) target[step] = {};
    set(target[step], rest, value);
  }
}

/** Resources that come from one template in real estates: as many of each type as there are of these. */
const templates = 25;

/**
 * Resources of one type with every field that its rules ask for, three times in four; values are half those that rules name. What
 * no rule reads is there too, as in a real export: about as much text again.
 *
 * @param variety `mixed`: each resource has values of its own, but texts come again; `unlike`: no text comes twice but those that
 *   rules name; `alike`: resources are copies of a few templates, with names and ids of their own, as deployments make them.
 */
export function* resourcesOf(engine, type, texts, { count, seed, variety }) {
  const random = randomOf(seed);
  const fields = fieldsOf(engine, type, texts);
  let serial = 0;
  for (let index = 0; index < count; index += 1) {
    const chosen = variety === 'alike' ? randomOf(seed * 1000 + (index % templates)) : random;
    const free = () => {
      serial += 1;
      return variety === 'unlike' ? `other-${seed}-${serial}` : chosen.pick(['other', true, false, 3, 'Enabled']);
    };
    const group = `rg-${random.below(50)}`;
    const names = type
      .split('/')
      .slice(1)
      .map((_, level) => `name${level}-${index}`);
    const [namespace, ...kinds] = type.split('/');
    const subscription = `00000000-0000-0000-0000-${String(random.below(20)).padStart(12, '0')}`;
    const resource = {
      id: `/subscriptions/${subscription}/resourceGroups/${group}/providers/${namespace}/${kinds.map((kind, level) => `${kind}/${names[level]}`).join('/')}`,
      name: names.at(-1),
      type,
      location: chosen.pick(['westeurope', 'eastus', 'West Europe']),
      tags: { environment: chosen.pick(['prod', 'test']), owner: `team-${chosen.below(40)}@example.com` },
      properties: { provisioningState: 'Succeeded', resourceGuid: random.guid(), creationTime: '2025-11-02T09:14:33.1234567Z' },
    };
    for (const { steps, values } of fields) {
      if (!chosen.chance(0.75)) continue;
      set(resource, steps, () => (values.length > 0 && chosen.chance(0.5) ? chosen.pick(values) : free()));
    }
    resource.properties.history = Array.from({ length: 3 }, () => ({ at: '2025-11-02T09:14:33Z', by: random.guid(), state: 'Succeeded' }));
    yield resource;
  }
}
