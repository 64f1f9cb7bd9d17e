/** What a scan that remembers cannot be cheaper than: reading the file out of the page cache, finding its lines, hashing it. */
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { writeEstate } from '../estate/generate.mjs';
import { parseRange } from './parse.mjs';

const resources = Number(process.argv[2] ?? 200_000);
const rounds = 5;
const pieceBytes = 2 << 20;
const blockBytes = 64 << 10;
const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
const path = join(folder, 'estate.ndjson');
const key = randomBytes(16);
const nonce = Buffer.alloc(12);

function pieces(act) {
  const file = openSync(path, 'r');
  const bytes = Buffer.allocUnsafeSlow(pieceBytes);
  for (let at = 0, count = readSync(file, bytes, 0, pieceBytes, 0); count > 0; count = readSync(file, bytes, 0, pieceBytes, at)) {
    act(bytes.subarray(0, count));
    at += count;
  }
  closeSync(file);
}

const blocks = (act) => () =>
  pieces((bytes) => {
    for (let at = 0; at < bytes.length; at += blockBytes) act(bytes.subarray(at, at + blockBytes));
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
  'read it and hash it: GMAC': blocks(gmac),
  'read it and hash it: CRC-32': blocks((bytes) => crc32(bytes)),
  'read it and hash it: SHA-256': blocks((bytes) => createHash('sha256').update(bytes).digest()),
  'read it and hash it: SHA-1': blocks((bytes) => createHash('sha1').update(bytes).digest()),
  'read it and hash it: BLAKE2b': blocks((bytes) => createHash('blake2b512').update(bytes).digest()),
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
