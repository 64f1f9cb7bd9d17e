import { randomBytes, X509Certificate } from 'node:crypto';
import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { createSecureContext, rootCertificates } from 'node:tls';
import { makeFolder } from '@plumbline/inventory/node';
import { OperationError } from '../operation-error.ts';
import type { CertificateAndKey } from './issue.ts';

/** Names and addresses that every certificate holds: whoever sits at the machine. */
const localHosts = ['localhost', '127.0.0.1', '::1'];
/** A server's certificate that ends sooner is replaced by the next start. */
const renewalMs = 30 * 86_400_000;

export interface CertificateFolder {
  /** The certificate of the authority: for Node's NODE_EXTRA_CA_CERTS, and for browsers. */
  readonly authority: string;
  /** The same behind the well-known authorities: for REQUESTS_CA_BUNDLE, which replaces them. */
  readonly bundle: string;
  readonly serverCertificate: string;
  readonly serverKey: string;
  readonly authorityKey: string;
}

export interface EnsuredCertificate extends CertificateFolder {
  readonly tls: CertificateAndKey;
  readonly hosts: readonly string[];
  /** ISO 8601 UTC: until when the server's certificate is good. */
  readonly validUntil: string;
  /** What was made just now. */
  readonly made: 'both' | 'server' | 'nothing';
}

export function certificateFilesIn(folder: string): CertificateFolder {
  return {
    authority: join(folder, 'plumbline-ca.pem'),
    bundle: join(folder, 'ca-bundle.pem'),
    authorityKey: join(folder, 'plumbline-ca-key.pem'),
    serverCertificate: join(folder, 'server.pem'),
    serverKey: join(folder, 'server-key.pem'),
  };
}

/**
 * The certificate of the server and the authority that signed it, made where they are missing. The authority stays, so that what trusts
 * it goes on doing so; the server's certificate is made anew when it ends soon or lacks a name.
 *
 * @param hosts names and addresses besides those of this machine
 * @throws {OperationError}
 */
export async function ensureCertificate(folder: string, hosts: readonly string[], now: number): Promise<EnsuredCertificate> {
  const wrong = hosts.find((host) => !isHost(host));
  if (wrong !== undefined) {
    throw new OperationError('host-unusable', `${JSON.stringify(wrong)} is no name or address that a certificate can hold.`, {
      hint: 'Give names such as plumbline.example, without https:// and port, or addresses such as 10.0.0.5.',
    });
  }
  const files = certificateFilesIn(folder);
  await writable(folder, async () => makeFolder(folder, 0o700));
  const authority = await pairIn(files.authority, files.authorityKey);
  const server = authority === undefined ? undefined : await pairIn(files.serverCertificate, files.serverKey);
  const before = server === undefined ? [] : hostsOf(server.cert);
  const wanted = [...new Set([...localHosts, ...before, ...hosts.map((host) => host.toLowerCase())])];
  if (authority !== undefined && server !== undefined && isGood(server.cert, { authority: authority.cert, wanted, now }))
    return { ...files, tls: server, hosts: before, validUntil: endOf(server.cert), made: 'nothing' };

  const { issueAuthority, issueServer } = await import('./issue.ts');
  const signer = authority ?? (await issueAuthority(now));
  const issued = await issueServer(signer, wanted, now);
  await writable(folder, async () => {
    if (authority === undefined) {
      await replace(files.authorityKey, signer.key, 0o600);
      await replace(files.authority, signer.cert, 0o644);
    }
    await replace(files.bundle, [...rootCertificates, signer.cert].join('\n'), 0o644);
    await replace(files.serverKey, issued.key, 0o600);
    await replace(files.serverCertificate, issued.cert, 0o644);
  });
  return { ...files, tls: issued, hosts: wanted, validUntil: endOf(issued.cert), made: authority === undefined ? 'both' : 'server' };
}

function isHost(host: string): boolean {
  if (isIP(host) !== 0) return true;
  return (
    host.length <= 253 &&
    /^(?!-)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(host) &&
    !/^[\d.]+$/.test(host)
  );
}

function isGood(cert: string, { authority, wanted, now }: { authority: string; wanted: readonly string[]; now: number }): boolean {
  const parsed = new X509Certificate(cert);
  const has = (host: string) => (isIP(host) === 0 ? parsed.checkHost(host) : parsed.checkIP(host)) !== undefined;
  return parsed.checkIssued(new X509Certificate(authority)) && Date.parse(parsed.validTo) - now > renewalMs && wanted.every(has);
}

function hostsOf(cert: string): readonly string[] {
  const names = new X509Certificate(cert).subjectAltName ?? '';
  return names.split(', ').map((name) => {
    const value = name.replace(/^(?:DNS|IP Address):/, '');
    return value === '0:0:0:0:0:0:0:1' ? '::1' : value.toLowerCase();
  });
}

function endOf(cert: string): string {
  return new Date(new X509Certificate(cert).validTo).toISOString();
}

/** @returns undefined when neither is there. @throws {OperationError} when one is missing, cannot be read or fits not the other. */
async function pairIn(certFile: string, keyFile: string): Promise<CertificateAndKey | undefined> {
  const [cert, key] = [await contentOf(certFile), await contentOf(keyFile)];
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) {
    throw new OperationError(
      'certificate-unusable',
      `${cert === undefined ? certFile : keyFile} is missing, but what belongs to it is there.`,
      {
        hint: 'Put it back, or remove both to have new ones made. What trusted the old authority has to trust the new one then.',
      },
    );
  }
  try {
    createSecureContext({ cert, key });
    // Whatever the copy that brought it here did: a key is for its owner alone.
    await chmod(keyFile, 0o600);
  } catch (cause) {
    throw new OperationError('certificate-unusable', `${certFile} and ${keyFile} do not belong together, or one of them is broken.`, {
      hint: 'Put back the right ones, or remove both to have new ones made.',
      cause,
    });
  }
  return { cert, key };
}

async function contentOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new OperationError('certificate-unusable', `${file} cannot be read.`, { hint: 'Check its permissions.', cause });
  }
}

/** All or nothing: a key that is cut in two would lock everybody out. */
async function replace(file: string, content: string, mode: number): Promise<void> {
  const beside = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    await writeFile(beside, content, { mode, flush: true, flag: 'wx' });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

async function writable(folder: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    throw new OperationError('certificate-unusable', `The folder ${folder} cannot be written.`, {
      hint: 'Check its permissions and the space on its disk, or choose another folder with --out.',
      cause,
    });
  }
}
