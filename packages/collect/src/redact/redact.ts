import { isObject, type JsonMap, textIn } from '../json.ts';
import { plainSettings, redacted, secretEndings, secretLooks, secretMembers, secretPairs, secretPlaces } from './secret-list.ts';

const members = new Set(secretMembers.map(plain));
const endings = secretEndings.map(plain);
const pairs = new Set(secretPairs.map(plain));

/** Something that any secret's looks begin with; most texts have none of it and are passed by at the price of one search. */
const mayHoldSecret = /=|["']\s{0,9}:|:\/\/|eyJ|Bearer|PRIVATE KEY|Q~|gh[pousr]_|github_pat|xox|AKIA/i;

/**
 * Takes out what looks like a secret, by the list in secret-list.ts.
 * @param onRedacted told the path of each, such as `properties.siteConfig.appSettings[].value`
 * @returns the same object where nothing was found
 */
export function redact(resource: JsonMap, onRedacted: (path: string) => void = () => {}): JsonMap {
  const place = placeOf(resource);
  const result = place === undefined ? resource : emptied(resource, place, { at: '', onRedacted });
  return asObject(inside(result, { at: '', onRedacted }), result);
}

/** The same for a single text. */
export function textWithout(text: string): string {
  return cleanText(text, { at: '', onRedacted: () => {} });
}

interface Walk {
  readonly at: string;
  readonly onRedacted: (path: string) => void;
}

function placeOf(resource: JsonMap): readonly string[] | undefined {
  const type = textIn(resource, 'type')?.toLowerCase();
  const name = (textIn(resource, 'id') ?? textIn(resource, 'name') ?? '').toLowerCase().split('/').at(-1) ?? '';
  return secretPlaces.find((one) => one.type === type && one.name?.test(name) !== false)?.path;
}

/** Everything below a path is a secret, but settings that are known to be none. */
function emptied(value: JsonMap, [name, ...rest]: readonly string[], walk: Walk): JsonMap {
  if (name === undefined) return value;
  const key = Object.keys(value).find((one) => one.toLowerCase() === name.toLowerCase());
  if (key === undefined) return value;
  const inner = value[key];
  const below = within(walk, key);
  if (rest.length === 0) return { ...value, [key]: blanked(inner, below) };
  return isObject(inner) ? { ...value, [key]: emptied(inner, rest, below) } : value;
}

/** Every text within is replaced; numbers too, as a password may be one. What is yes, no or nothing stays. */
function blanked(value: unknown, walk: Walk): unknown {
  if (Array.isArray(value)) return value.map((item) => blanked(item, { ...walk, at: `${walk.at}[]` }));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, plainSettings.has(key.toLowerCase()) ? inner : blanked(inner, within(walk, key))]),
    );
  }
  if ((typeof value !== 'string' && typeof value !== 'number') || value === '' || value === redacted || isReference(value)) return value;
  walk.onRedacted(walk.at);
  return redacted;
}

function inside(value: unknown, walk: Walk): unknown {
  if (typeof value === 'string') return cleanText(value, walk);
  if (Array.isArray(value)) {
    const below = { ...walk, at: `${walk.at}[]` };
    return changed(value, (item) => inside(item, below));
  }
  if (!isObject(value)) return value;
  let copy: Record<string, unknown> | undefined;
  for (const [key, inner] of Object.entries(value)) {
    const below = within(walk, key);
    const without = isSecretMember(key, inner)
      ? blanked(inner, below)
      : pairs.has(plain(key))
        ? pairsWithout(inner, below)
        : inside(inner, below);
    if (without === inner) continue;
    copy ??= { ...value };
    copy[key] = without;
  }
  return isNamedSecret(copy ?? value)
    ? { ...(copy ?? value), value: blanked((copy ?? value)['value'], within(walk, 'value')) }
    : (copy ?? value);
}

/** A name alone (`passwordCredentials` in lists of ids) is no secret: only texts are, and what lies within secret objects. */
function isSecretMember(key: string, value: unknown): boolean {
  if (typeof value === 'boolean' || value === null) return false;
  const name = plain(key);
  if (members.has(name)) return true;
  return (typeof value === 'string' || isParameter(value)) && endings.some((ending) => name.endsWith(ending));
}

/** `{"value": …}`, as parameters of templates and policies have it. */
function isParameter(value: unknown): boolean {
  return isObject(value) && 'value' in value && Object.keys(value).length <= 2;
}

/** `{name: 'DB_PASSWORD', value: '…'}` outside the lists where all are taken. */
function isNamedSecret(value: JsonMap): boolean {
  const name = textIn(value, 'name');
  return name !== undefined && typeof value['value'] === 'string' && value['value'] !== redacted && isSecretMember(name, value['value']);
}

function pairsWithout(value: unknown, walk: Walk): unknown {
  if (!Array.isArray(value)) return isObject(value) ? blanked(value, walk) : inside(value, walk);
  return value.map((item) => {
    if (!isObject(item)) return inside(item, walk);
    const isPlain = plainSettings.has(textIn(item, 'name')?.toLowerCase() ?? '');
    const rest = asObject(inside(item, walk), item);
    return isPlain || !('value' in item) ? rest : { ...rest, value: blanked(item['value'], { ...walk, at: `${walk.at}[].value` }) };
  });
}

function cleanText(text: string, walk: Walk): string {
  if (text.length < 8 || !mayHoldSecret.test(text)) return text;
  let result = text;
  for (const { pattern } of secretLooks) result = result.replace(pattern, (_match, kept: string) => `${kept}${redacted}`);
  if (result !== text) walk.onRedacted(walk.at);
  return result;
}

/** A reference to a key vault names a secret and does not hold it. */
function isReference(value: string | number): boolean {
  return typeof value === 'string' && /^@Microsoft\.(?:KeyVault|AppConfiguration)\([^)]*\)$/i.test(value);
}

function changed(list: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  let copy: unknown[] | undefined;
  list.forEach((item, index) => {
    const result = change(item);
    if (result === item) return;
    copy ??= [...list];
    copy[index] = result;
  });
  return copy ?? list;
}

function within(walk: Walk, key: string): Walk {
  return { ...walk, at: walk.at === '' ? key : `${walk.at}.${key}` };
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_\s]/g, '');
}

function asObject(value: unknown, otherwise: JsonMap): JsonMap {
  return isObject(value) ? value : otherwise;
}
