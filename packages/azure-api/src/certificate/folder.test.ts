import { X509Certificate } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { certificateFilesIn, ensureCertificate } from './folder.ts';

const now = Date.now();
const dayMs = 86_400_000;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-certificate-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const files = () => certificateFilesIn(folder);
const modeOf = (file: string) => (statSync(file).mode & 0o777).toString(8);

test('an authority and a certificate that a client checks; keys for their owner alone', async () => {
  const made = await ensureCertificate(folder, ['plumbline.example', '10.0.0.5'], now);
  expect(made).toMatchObject({ made: 'both', hosts: ['localhost', '127.0.0.1', '::1', 'plumbline.example', '10.0.0.5'] });
  expect([modeOf(made.authorityKey), modeOf(made.serverKey)]).toEqual(['600', '600']);
  const parsed = new X509Certificate(made.tls.cert);
  expect(parsed.ca).toBe(false);
  for (const host of ['localhost', 'plumbline.example']) expect(parsed.checkHost(host)).toBe(host);
  for (const address of ['127.0.0.1', '10.0.0.5']) expect(parsed.checkIP(address)).toBe(address);
  expect(parsed.verify(new X509Certificate(readFileSync(made.authority)).publicKey)).toBe(true);
  // What strict verifiers ask for: both key identifiers, and the uses of the key.
  const { X509Certificate: Decoded } = await import('@peculiar/x509');
  expect(new Decoded(made.tls.cert).extensions.map(({ type }) => type).sort((a, b) => (a < b ? -1 : 1))).toEqual([
    '2.5.29.14',
    '2.5.29.15',
    '2.5.29.17',
    '2.5.29.19',
    '2.5.29.35',
    '2.5.29.37',
  ]);
  expect(readFileSync(made.bundle, 'utf8').match(/BEGIN CERTIFICATE/g)?.length).toBeGreaterThan(100);
});

test('a handshake by name and by address, and none for another name', async () => {
  const made = await ensureCertificate(folder, [], now);
  const server = createServer(made.tls, (_request, response) => response.end('well'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const ask = (servername: string) =>
    new Promise<string>((resolve) => {
      const asked = request(
        { host: '127.0.0.1', port, path: '/', ca: readFileSync(made.authority), servername, headers: { host: servername } },
        (answer) => {
          answer.resume();
          resolve('well');
        },
      );
      asked.on('error', (error) => resolve('code' in error ? String(error.code) : error.message));
      asked.end();
    });
  expect([await ask('localhost'), await ask('elsewhere.example')]).toEqual(['well', 'ERR_TLS_CERT_ALTNAME_INVALID']);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('what is good stays; what ends soon or lacks a name is made anew, by the same authority', async () => {
  const first = await ensureCertificate(folder, [], now);
  expect(await ensureCertificate(folder, [], now)).toMatchObject({ made: 'nothing', tls: first.tls });
  const wider = await ensureCertificate(folder, ['plumbline.example'], now);
  expect(wider.made).toBe('server');
  // A start without the name keeps it.
  expect(await ensureCertificate(folder, [], now)).toMatchObject({ made: 'nothing', hosts: wider.hosts });
  const later = await ensureCertificate(folder, [], now + 380 * dayMs);
  expect(later).toMatchObject({ made: 'server', hosts: wider.hosts });
  expect(readFileSync(first.authority, 'utf8')).toBe(readFileSync(later.authority, 'utf8'));
});

describe('what cannot be', () => {
  test.each(['https://x', 'a b', '-x', 'x'.repeat(300), '1.2.3', ''])('the host %j', async (host) => {
    await expect(ensureCertificate(folder, [host], now)).rejects.toMatchObject({ code: 'host-unusable' });
  });
  test('a key that is gone, another one, a file that is none', async () => {
    await ensureCertificate(folder, [], now);
    const key = readFileSync(files().authorityKey);
    rmSync(files().authorityKey);
    await expect(ensureCertificate(folder, [], now)).rejects.toMatchObject({
      code: 'certificate-unusable',
      message: expect.stringContaining('is missing'),
    });
    writeFileSync(files().authorityKey, readFileSync(files().serverKey));
    await expect(ensureCertificate(folder, [], now)).rejects.toMatchObject({ message: expect.stringContaining('do not belong together') });
    writeFileSync(files().authorityKey, key);
    writeFileSync(files().serverCertificate, 'none');
    await expect(ensureCertificate(folder, [], now)).rejects.toMatchObject({ hint: expect.stringContaining('remove both') });
  });
  test('a key that others may read is closed again', async () => {
    await ensureCertificate(folder, [], now);
    chmodSync(files().authorityKey, 0o644);
    await ensureCertificate(folder, [], now);
    expect(modeOf(files().authorityKey)).toBe('600');
  });
});
