// The query part of a URL as a record, readable by people: lists repeat their name, nothing is wrapped in JSON.

/** What stands in a URL after the question mark. */
export type Search = Readonly<Record<string, string | readonly string[]>>;

/** @param text with or without the leading question mark. */
export function parseSearch(text: string): Search {
  const found: Record<string, string | readonly string[]> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const known = Object.hasOwn(found, name) ? found[name] : undefined;
    const next = known === undefined ? value : [...(typeof known === 'string' ? [known] : known), value];
    // Names come from the reader's address bar; `__proto__` must become an entry, not a prototype.
    Object.defineProperty(found, name, { value: next, enumerable: true, configurable: true, writable: true });
  }
  return found;
}

/** @returns with the leading question mark; empty when there is nothing to say. */
export function printSearch(search: Readonly<Record<string, unknown>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value]) if (typeof one === 'string') parameters.append(name, one);
  }
  // A slash, a colon or a comma is allowed in a query, and ids are unreadable without them.
  const text = parameters.toString().replace(/%(2F|3A|2C|40)/gi, (code) => decodeURIComponent(code));
  return text === '' ? '' : `?${text}`;
}

/** Reads one member of a screen's state from a URL, and says how it is written; undefined: not written. */
export interface Field<T> {
  read(value: string | readonly string[] | undefined): T;
  write(value: T): string | readonly string[] | undefined;
}

/** @returns what people typed, empty by default. */
export function textField(fallback = ''): Field<string> {
  return {
    read: (value) => (value === undefined ? fallback : typeof value === 'string' ? value : (value[0] ?? fallback)),
    write: (value) => (value === fallback ? undefined : value),
  };
}

/** @returns a list without doubles, in the order of the URL. */
export function listField(): Field<readonly string[]> {
  return {
    read: (value) => [...new Set(value === undefined ? [] : typeof value === 'string' ? [value] : value)].filter((one) => one !== ''),
    write: (value) => (value.length === 0 ? undefined : value),
  };
}

/** @returns a list of which only known members are read. */
export function choicesField<C extends string>(known: readonly C[]): Field<readonly C[]> {
  const list = listField();
  return { read: (value) => known.filter((one) => list.read(value).includes(one)), write: (value) => list.write(value) };
}

/** @returns one of the known values; whatever else stands in the URL counts as the default. */
export function choiceField<C extends string>(known: readonly C[], fallback: C): Field<C> {
  return {
    read: (value) => known.find((one) => one === (typeof value === 'string' ? value : value?.[0])) ?? fallback,
    write: (value) => (value === fallback ? undefined : value),
  };
}

/** The state of a screen as it stands in a URL. */
export interface Codec<S> {
  readonly names: readonly string[];
  read(search: Search): S;
  /** Defaults are left out, so that the plain address is the plain screen. */
  write(state: S): Search;
}

export function codecOf<S extends object>(fields: { readonly [K in keyof S]: Field<S[K]> }): Codec<Readonly<S>>;
export function codecOf(fields: Readonly<Record<string, Field<unknown>>>): Codec<Readonly<Record<string, unknown>>> {
  const names = Object.keys(fields);
  return {
    names,
    read: (search) => Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.read(search[name])])),
    write: (state) => {
      const written = Object.entries(fields).map(([name, field]) => [name, field.write(state[name])] as const);
      return Object.fromEntries(written.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
    },
  };
}
