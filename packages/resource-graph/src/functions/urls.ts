import type { JsonValue } from '../value.ts';
import { plain, type ScalarFunction } from './function.ts';

const form =
  /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(?:([^/?#@:]*)(?::([^/?#@]*))?@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d+))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

function query(text: string): { readonly [name: string]: string } {
  const pairs = text.split('&').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return at === -1 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

function parsed(text: string): JsonValue {
  const found = form.exec(text);
  if (found === null) return null;
  const [, scheme = '', user = '', password = '', host = '', port = '', path = '', search = '', fragment = ''] = found;
  return {
    Scheme: scheme,
    Host: host,
    Port: port,
    Path: path,
    Username: user,
    Password: password,
    'Query Parameters': query(search),
    Fragment: fragment,
  };
}

/** Up to four parts, as a number that sorts like the version. */
function version(text: string): number | null {
  if (!/^\d+(\.\d+){0,3}$/.test(text)) return null;
  const parts = text.split('.').map(Number);
  return [0, 1, 2, 3].reduce((total, index) => total * 100_000_000 + (parts[index] ?? 0), 0);
}

/** One line of comma-separated values; quotes are doubled within quotes. */
function values(line: string): JsonValue {
  const found: string[] = [];
  let rest = line.split(/\r?\n/, 1)[0] ?? '';
  for (;;) {
    const quoted = /^"((?:[^"]|"")*)"(,|$)/.exec(rest);
    const end = rest.indexOf(',');
    if (quoted !== null) found.push((quoted[1] ?? '').replaceAll('""', '"'));
    else found.push(end === -1 ? rest : rest.slice(0, end));
    const length = quoted === null ? (end === -1 ? rest.length : end) : quoted[0].length - (quoted[2]?.length ?? 0);
    if (length >= rest.length) return found;
    rest = rest.slice(length + 1);
  }
}

export const urlFunctions: readonly ScalarFunction[] = [
  plain({ name: 'parse_url', aliases: ['parseurl'], takes: ['string'], gives: 'dynamic', apply: parsed }),
  plain({
    name: 'parse_urlquery',
    aliases: ['parseurlquery'],
    takes: ['string'],
    gives: 'dynamic',
    apply: (text) => ({ 'Query Parameters': query(text.replace(/^\?/, '')) }),
  }),
  plain({ name: 'parse_version', takes: ['string'], gives: 'decimal', apply: version }),
  plain({ name: 'parse_csv', takes: ['string'], gives: 'dynamic', naming: 'first', apply: values }),
];
