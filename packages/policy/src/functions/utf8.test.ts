import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { textOfUtf8, utf8Of } from './utf8.ts';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The edges of what one, two, three and four bytes hold, and of the surrogates. */
const edges = [0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff];
const surrogates = [0xd800, 0xdbff, 0xdc00, 0xdfff];

/** Bytes that are nearly UTF-8: leads and continuations in any order, the limits of each among them. */
const byte = fc.oneof(
  fc.constantFrom(
    0,
    0x7f,
    0x80,
    0x8f,
    0x90,
    0x9f,
    0xa0,
    0xbf,
    0xc0,
    0xc1,
    0xc2,
    0xdf,
    0xe0,
    0xed,
    0xee,
    0xef,
    0xf0,
    0xf4,
    0xf5,
    0xf8,
    0xff,
  ),
  fc.integer({ min: 0, max: 255 }),
);

test('texts become the bytes that the platform makes of them, and come back', () => {
  for (const point of [...edges, ...surrogates]) {
    const text = `a${String.fromCodePoint(point)}b`;
    expect([...utf8Of(text)]).toEqual([...new TextEncoder().encode(text)]);
  }
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect([...utf8Of(text)]).toEqual([...new TextEncoder().encode(text)]);
      expect(encodeBase64(text)).toBe(Buffer.from(text, 'utf8').toString('base64'));
      expect(decodeBase64(encodeBase64(text))).toBe(decoded(new TextEncoder().encode(text)));
    }),
  );
});

test('bytes are UTF-8 when the platform takes them', () => {
  const shapes = [[0xc2], [0xe0], [0xed], [0xee], [0xf0], [0xf3], [0xf4]].flatMap((lead) =>
    [[], [0x7f], [0x80], [0x8f], [0x90], [0x9f], [0xa0], [0xbf], [0xc0]].flatMap((second) => [
      [...lead, ...second],
      [...lead, ...second, 0x80],
      [...lead, ...second, 0x80, 0x80],
      [...lead, ...second, 0x80, 0x80, 0x80],
      [...lead, ...second, 0xbf, 0xbf],
      [...lead, ...second, 0x41],
    ]),
  );
  const written = edges.map((point) => [...new TextEncoder().encode(String.fromCodePoint(point))]);
  const others = [
    [0x80],
    [0xbf],
    [0xc0, 0x80],
    [0xc1, 0xbf],
    [0xf5, 0x80, 0x80, 0x80],
    [0xf8, 0x88, 0x80, 0x80, 0x80],
    [0xf8, 0x90, 0x80, 0x80],
    [0xbf, 0xbf, 0xbf, 0xbf],
    [0xff],
  ];
  for (const bytes of [...shapes, ...written, ...others].map((one) => Uint8Array.from(one))) {
    expect(textOfUtf8(bytes), [...bytes].join()).toBe(decoded(bytes));
  }
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 6 }), (list) => {
      const bytes = Uint8Array.from(list);
      expect(textOfUtf8(bytes)).toBe(decoded(bytes));
    }),
    { numRuns: 2_000 },
  );
});
