import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openInputs } from '@plumbline/inventory/node';
import { logOf, newToken, serve } from '@plumbline/server';
import { openStore } from '@plumbline/store';
import { catalogue, example, memoryTokens } from '../../server/src/server.fixture.ts';
import { azureApi } from './azure-api.ts';
import { ensureCertificate } from './certificate/folder.ts';

export interface RealServer {
  /** `https://localhost:…` */
  readonly base: string;
  readonly authority: string;
  readonly bundle: string;
  readonly reader: string;
  readonly operator: string;
  /** Of its own, to be filled by clients. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** The example estate behind https with an own authority, on loopback, as `plumbline serve --azure-api` serves it. */
export async function realServer(): Promise<RealServer> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-azure-'));
  const now = () => new Date().toISOString();
  const certificate = await ensureCertificate(join(folder, 'certificates'), [], Date.now());
  const store = await openStore({ kind: 'sqlite', folder: join(folder, 'data') }, { catalogue, now });
  const reading = openInputs([example]);
  await store.importEstate(reading.entries(), { at: now(), collected: () => reading.account().collected });
  const tokens = memoryTokens();
  const token = async (role: 'reader' | 'operator') => {
    const made = newToken({ name: role, role, scopes: null, expiresAt: null, now: now() });
    await tokens.add(made.record);
    return made.token;
  };
  const [reader, operator] = [await token('reader'), await token('operator')];
  const ending = new AbortController();
  let served: Promise<void> = Promise.resolve();
  const url = await new Promise<string>((resolve, reject) => {
    served = serve({
      store,
      tokens,
      auth: 'required',
      host: '127.0.0.1',
      port: 0,
      tls: certificate.tls,
      inputs: [],
      isWatching: false,
      isComplete: false,
      isDemo: false,
      log: logOf({ level: 'silent', now, write: () => {} }),
      version: '0.0.0-test',
      now,
      signal: ending.signal,
      graceMs: 500,
      extension: azureApi(),
      onListening: (listening) => resolve(listening.url),
    });
    served.catch(reject);
  });
  return {
    base: url.replace('127.0.0.1', 'localhost'),
    authority: certificate.authority,
    bundle: certificate.bundle,
    reader,
    operator,
    folder,
    async stop() {
      ending.abort();
      await served;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
