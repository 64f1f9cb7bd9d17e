import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ExtractedType, Extractor } from './extractor.ts';
import { type FoundIds, idNumber, notFolded, numbersOfId } from './found-ids.ts';
import { lineModule } from './line-module.ts';
import { LineReader } from './line-reader.ts';
import { isJson, oddValues } from './odd-values.fixture.ts';
import { wantedOf } from './wanted.ts';

const encoder = new TextEncoder();
const id = '/subscriptions/4f3c2a10-0000-4000-8000-000000000001/resourceGroups/Shop/providers/Microsoft.Web/sites/front';
const network = '/subscriptions/4F3C2A10-0000-4000-8000-000000000001/resourcegroups/net/providers/Microsoft.Network/virtualNetworks/hub';

const wanted = wantedOf({
  others: ['kind', 'properties.network', 'properties.rules[*].target', 'id'],
  othersText: ['properties.subnet.id', 'properties.rules[*].aRatherLongNameOfAMember'],
  waiting: ['properties.state', 'properties.rules[*].on', 'tags'],
  alone: ['location', 'properties.state', 'properties.settings[*]', 'properties.settings[*].key', 'properties.subnet', 'name'],
});

interface NamedType extends ExtractedType {
  readonly spelling: string;
}

function typeOf(spelling: string): NamedType | undefined {
  if (wanted === undefined || spelling === 'Microsoft.Never/taken') return undefined;
  return { spelling, wanted, hasTellingNames: spelling.includes('Network') };
}

function idFound({ numbers, words }: FoundIds, index: number) {
  const own = [...numbers.subarray(index * numbersOfId, (index + 1) * numbersOfId)];
  const from = Number(own[idNumber.words]);
  const length = Number(own[idNumber.length]);
  if (from === notFolded) return own.slice(0, idNumber.words + 1);
  return [...own, Buffer.from(words.buffer, words.byteOffset + from * 4, Math.ceil(length / 16) * 16).toString('latin1')];
}

/** All that is found on a line. */
function foundBy(extractor: Extractor<NamedType>, bytes: Uint8Array, from: number, to: number) {
  if (!extractor.read(bytes, from, to)) return undefined;
  const { seen, waiting, alone, idStart, nameStart, nameEnd, type, location } = extractor;
  const text = ({ bytes: key, length }: typeof seen) => Buffer.from(key.subarray(0, length)).toString('latin1');
  const ids = Array.from({ length: 1 + seen.slotCount }, (_, index) => idFound(extractor.ids, index));
  return {
    keys: [text(seen), text(waiting), text(alone)],
    hashes: [seen.hash(), waiting.hash(), alone.hash()],
    positions: [idStart, nameStart, nameEnd],
    ids,
    location,
    id: { ...extractor.id },
    type: type?.spelling,
  };
}

const plain = new Extractor(typeOf, { isPlain: true });
const quick = new Extractor(typeOf);
const room = quick.room(1 << 16);

const own = ownReader();

function ownReader(): LineReader<NamedType> {
  const module = lineModule();
  if (module === undefined) throw new Error('Node.js has WebAssembly with SIMD.');
  return new LineReader(module, (spelling) => {
    const text = new TextDecoder().decode(spelling);
    return /^[\x20-\x5b\x5d-\x7e]+$/.test(text) ? typeOf(text) : undefined;
  });
}

/** Holds what is found with the module, in its memory and elsewhere, to what is found without. @param isLeft the module may leave it to others */
function compared(text: string, { before = '', isLeft = false } = {}) {
  // Behind the line stands a quote, which would close a text that runs over the end.
  const given = Buffer.from(`${before}${text}\n"`);
  const [from, to] = [Buffer.byteLength(before), given.length - 2];
  const line = Uint8Array.from(given);
  const found = foundBy(plain, line, from, to);
  const held = room !== undefined && line.length <= room.length ? room.subarray(0, line.length) : Uint8Array.from(line);
  held.set(line);
  for (const bytes of [line, held]) {
    // As texts: comparing objects deeply takes most of the time of thousands of examples.
    expect(JSON.stringify(foundBy(quick, bytes, from, to))).toBe(JSON.stringify(found));
    expect(given.equals(bytes)).toBe(true);
  }
  if (!isLeft) expect(own.read(line, from, to) ?? false).toBe(found !== undefined);
  return found;
}

const idTexts = fc.constantFrom(
  id,
  network,
  `${network}/subnets/front`,
  '/subscriptions/s',
  '/subscriptions/s/resourceGroups/g',
  '/subscriptions/s/resourceGroups/g/providers/N/T',
  '/subscriptions/s/providers/N/T/n/U/m',
  '/subscriptions/s//providers/N/T/n',
  '/subscriptions/s/resourceGroups/g/providers/N/T/n/',
  '/SUBSCRIPTIONS/S/RESOURCEGROUPS/Größe/PROVIDERS/N/T/n',
  '/subscriptions/s/resourceGroups/a"b/providers/N/T/n',
  '/subscriptions/s/resourceGroups/a\u007fb/providers/N/T/n',
  '/subscriptions',
  `/subscriptions/s/resourceGroups/${'g'.repeat(90)}/providers/N/T/${'n'.repeat(16)}`,
);
const texts = fc.oneof(
  idTexts,
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('', '\\', 'a\nb', 'x'.repeat(15), 'x'.repeat(16)),
);
const names = fc.constantFrom(
  'network',
  'Network',
  'rules',
  'target',
  'on',
  'ON',
  'state',
  'settings',
  'key',
  'subnet',
  'id',
  'other',
  'näme',
  'a"b',
  '',
  'aRatherLongNameOfAMember',
  'aratherlongnameofamember',
  'aRatherLongNameOfAMembeR2',
  '__proto__x',
);
const scalars = fc.oneof(texts, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.boolean(), fc.constant(null));
const { value: values } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalars,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(names, tie('value')), { maxLength: 5 }).map((members) => new Map(members)),
  ),
}));
const properties = fc.array(fc.tuple(names, values), { maxLength: 6 }).map((members) => new Map(members));
const ordinary = fc.tuple(
  fc.tuple(fc.constant('id'), fc.oneof(fc.constant(id), idTexts)),
  fc.tuple(fc.constant('name'), fc.oneof(fc.constant('front'), texts)),
  fc.tuple(
    fc.constant('type'),
    fc.constantFrom('Microsoft.Web/sites', 'microsoft.network/VirtualNetworks', 'Microsoft.Network/x', 'Microsoft.Never/taken'),
  ),
  fc.tuple(fc.constant('properties'), properties),
);
const besides = fc.array(
  fc.tuple(
    fc.constantFrom(
      'location',
      'Location',
      'tags',
      'TAGS',
      'kind',
      'KIND',
      'sku',
      'ID',
      'Name',
      'TYPE',
      'apiVersion',
      'Properties',
      'name',
      'zones',
    ),
    fc.oneof(fc.constantFrom('westeurope', 'northeurope', 'West Europe', null), values),
  ),
  { maxLength: 3 },
);

/** As JSON; of maps the members in their order. */
function written(value: unknown, space: string): string {
  if (Array.isArray(value)) return `[${space}${value.map((item) => written(item, space)).join(`${space},`)}${space}]`;
  if (value instanceof Map) return writtenMembers([...(value as Map<string, unknown>)], space);
  return JSON.stringify(value);
}

function writtenMembers(members: readonly (readonly [string, unknown])[], space: string): string {
  return `{${space}${members.map(([name, value]) => `${JSON.stringify(name)}${space}:${space}${written(value, space)}`).join(`${space},${space}`)}${space}}`;
}

const lines = fc
  .tuple(ordinary, besides, fc.constantFrom('', '', ' ', '\t\r'), fc.infiniteStream(fc.nat()))
  .map(([members, more, space, order]) => {
    // Mostly as exports have it, where the type comes early.
    const isShuffled = (order.next().value ?? 0) % 3 === 0;
    const all: [string, unknown][] = [...members, ...more];
    const sorted = isShuffled
      ? all.map((member) => ({ member, at: order.next().value ?? 0 })).sort((a, b) => a.at - b.at)
      : all.map((member) => ({ member }));
    return writtenMembers(
      sorted.map(({ member }) => member),
      space,
    );
  });

test('the module finds on a line what is found without it', () => {
  let taken = 0;
  fc.assert(
    fc.property(lines, fc.constantFrom('', ' ', '"', '{"id":"'), (line, before) => {
      if (compared(line, { before }) !== undefined) taken += 1;
    }),
    { numRuns: 2000 },
  );
  expect(taken).toBeGreaterThan(200);
});

test('of a line with one character changed it finds the same, and takes none that JSON.parse refuses', () => {
  fc.assert(
    fc.property(
      lines,
      fc.nat(),
      fc.constantFrom(...Array.from(' {}[]",:\\/0-+.eEtfnux\u0000\u0001\r\u007fé')),
      fc.nat(2),
      (line, where, letter, how) => {
        const at = where % (line.length + 1);
        const changed = line.slice(0, at) + (how === 0 ? '' : letter) + line.slice(at + (how === 1 ? 0 : 1));
        if (compared(changed) !== undefined) expect(() => JSON.parse(changed) as unknown).not.toThrow();
      },
    ),
    { numRuns: 3000 },
  );
});

test.each(['', '{', '{}', '{"id":1}', '[]', `{"id":"${id}`, `{"id":"${id}","name":"n","type":"t"}`])('%s is taken by nobody', (line) => {
  expect(compared(line)).toBeUndefined();
});

const around = (text: string) => `{"id":"${id}","name":"front","type":"Microsoft.Web/sites","properties":{"state":${text}}}`;

test('values nested deeper than the module follows, and keys longer than it holds, are found all the same or declined by both', () => {
  for (const depth of [60, 63, 64, 65, 66, 500, 513])
    for (const [opening, closing] of [
      ['[', ']'],
      ['{"a":', '}'],
    ])
      compared(around(`${opening?.repeat(depth)}1${closing?.repeat(depth)}`), { isLeft: true });
  for (const length of [15, 16, 17, 30_000, 33_000, 65_400, 65_500, 66_000]) compared(around(JSON.stringify('x'.repeat(length))));
  expect(compared(around(`[${'['.repeat(100)}${']'.repeat(100)}]`), { isLeft: true })?.keys[1]).toContain('[[[[');
});

test.each(oddValues)('%s is taken where JSON.parse reads it, wanted or not', (text) => {
  for (const line of [around(text), around(`{"a":${text}}`), around(text).replace('state', 'other')]) {
    const isTaken = compared(line) !== undefined;
    expect(isTaken).toBe(isJson(line));
  }
});

test.each([' ', '\r', '\t ', 'x', '}', ']', ',', '"', '"a"', '\u0000', '1'])(
  'what stands behind a resource is nothing but space: %j',
  (behind) => {
    expect(compared(around('1') + behind) !== undefined).toBe(behind.trim() === '');
  },
);

test('lines as exports write them are read by the module itself', () => {
  const line = encoder.encode(
    `{"id":"${id}","name":"front","type":"Microsoft.Web/sites","location":"westeurope","tags":{"a":"\\u00e9"},"properties":{"network":"${network}","n":-1.5e3,"ok":[true,false,null,{}]}}\n`,
  );
  expect(own.read(line, 0, line.length - 1)).toBe(true);
  expect(own.type?.spelling).toBe('Microsoft.Web/sites');
  expect(own.location).toBe('westeurope');
  expect(own.seen.slotCount).toBe(1);
});

test('escapes and control characters count wherever they stand in a line, whose bytes are looked at in blocks', () => {
  // So much behind it that the end of the line, which is odd too, stands in another block.
  const inText = (text: string) => around(`"${text}","tail":"${'x'.repeat(130)}"`);
  for (let length = 0; length < 140; length += 1) {
    const before = 'x'.repeat(length);
    for (const escaped of ['\\"', '\\\\', '\\\\\\"', '\\u0022', '\\u005C\\"'])
      expect(compared(inText(`${before}${escaped}`))?.keys[1]).toContain(`${before}${escaped}`);
    for (const odd of ['\\', '\\\\\\', '\\x', '\\u00g0', '\\u12', '\u0001', '\t', '"', '\\"\t'])
      expect(compared(inText(`${before}${odd}`))).toBeUndefined();
    expect(compared(inText(`${before}\\u00e9\u007f\u0080`).replaceAll(',', '\t,\r'))).toBeDefined();
  }
});
