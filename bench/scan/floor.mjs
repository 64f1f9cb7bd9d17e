/** What a scan that remembers cannot be cheaper than: reading the file out of the page cache, finding its lines, hashing it. */
import { execFileSync } from 'node:child_process';
import { createCipheriv, createHash, hash, randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { root } from '../../scripts/prepare.mjs';
import { writeEstate } from '../estate/generate.mjs';
import { parseRange } from './parse.mjs';

// What is measured is not offered by the package's index.
execFileSync(process.execPath, [join(root, 'node_modules/.bin/tsc'), '-b', join(root, 'packages/inventory')], { stdio: 'inherit' });
const { lineDigester } = await import(join(root, 'packages/inventory/dist/extract/digester.js'));

const resources = Number(process.argv[2] ?? 200_000);
const rounds = 5;
const pieceBytes = 2 << 20;
const blockBytes = 128 << 10;
const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
const path = join(folder, 'estate.ndjson');
const key = randomBytes(16);
const nonce = Buffer.alloc(12);
const digester = lineDigester(key);
const room = digester?.room(pieceBytes);
const held = room === undefined ? Buffer.allocUnsafeSlow(pieceBytes) : Buffer.from(room.buffer, room.byteOffset, pieceBytes);

function pieces(act) {
  const file = openSync(path, 'r');
  for (let at = 0, count = readSync(file, held, 0, pieceBytes, 0); count > 0; count = readSync(file, held, 0, pieceBytes, at)) {
    act(held.subarray(0, count));
    at += count;
  }
  closeSync(file);
}

const blocks = (act) => () =>
  pieces((bytes) => {
    for (let at = 0; at < bytes.length; at += blockBytes) act(bytes.subarray(at, at + blockBytes));
  });

const lines = (act) => () =>
  pieces((bytes) => {
    for (let from = 0, to = bytes.indexOf(10); to !== -1; to = bytes.indexOf(10, from)) {
      act(bytes, from, to);
      from = to + 1;
    }
  });

function gmac(bytes) {
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  cipher.setAAD(bytes);
  cipher.final();
  return cipher.getAuthTag();
}

const steps = {
  'read it': () => pieces(() => {}),
  'read it and find its lines': () =>
    pieces((bytes) => {
      for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1));
    }),
  'read it and hash it: NH by the module': blocks((bytes) => digester?.of(bytes, 0, bytes.length)),
  'read it and hash it: GMAC': blocks(gmac),
  'read it and hash it: CRC-32': blocks((bytes) => crc32(bytes)),
  'read it and hash it: SHA-256': blocks((bytes) => createHash('sha256').update(bytes).digest()),
  'read it and hash it: SHA-1': blocks((bytes) => createHash('sha1').update(bytes).digest()),
  'read it and hash it: BLAKE2b': blocks((bytes) => createHash('blake2b512').update(bytes).digest()),
  'read it and hash each line: NH by the module': lines((bytes, from, to) => digester?.of(bytes, from, to)),
  'read it and hash each line: SHA-256': lines((bytes, from, to) => hash('sha256', bytes.subarray(from, to), 'binary')),
  'read it and hash each line: GMAC': lines((bytes, from, to) => gmac(bytes.subarray(from, to))),
  'JSON.parse of every line': () => parseRange(path, 0, statSync(path).size),
};

try {
  await writeEstate(path, { resources });
  const best = new Map();
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, step] of Object.entries(steps)) {
      const before = process.cpuUsage();
      step();
      const { user, system } = process.cpuUsage(before);
      best.set(name, Math.min(best.get(name) ?? Number.POSITIVE_INFINITY, (user + system) / 1000));
    }
  }
  const parse = best.get('JSON.parse of every line');
  const { size } = statSync(path);
  console.log('| step | GB a second | of JSON.parse |\n| --- | --: | --: |');
  for (const [name, ms] of best) console.log(`| ${name} | ${(size / 1e6 / ms).toFixed(2)} | ${(ms / parse).toFixed(3)} |`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
