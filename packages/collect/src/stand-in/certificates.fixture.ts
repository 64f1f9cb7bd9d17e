// An authority and a server's certificate, made for one test run. X.509 in DER, as node:crypto reads certificates but makes none.
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export interface Certificates {
  /** PEM of the authority, to trust. */
  readonly ca: string;
  readonly key: string;
  readonly certificate: string;
}

export function certificates(hosts: readonly string[] = ['localhost']): Certificates {
  const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const server = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ca = certificate(
    { serial: 1, issuer: 'Stand-in authority', subject: 'Stand-in authority', of: authority.publicKey, by: authority.privateKey },
    [extension('551d13', sequence(boolean(true)), true)],
  );
  const names = hosts.map((host) =>
    /^[\d.]+$/.test(host) ? tlv(0x87, Buffer.from(host.split('.').map(Number))) : tlv(0x82, Buffer.from(host)),
  );
  const own = certificate(
    { serial: 2, issuer: 'Stand-in authority', subject: hosts[0] ?? '', of: server.publicKey, by: authority.privateKey },
    [extension('551d13', sequence(), true), extension('551d11', sequence(...names))],
  );
  return { ca: pem(ca), certificate: pem(own), key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

function certificate(
  about: { readonly serial: number; readonly issuer: string; readonly subject: string; readonly of: KeyObject; readonly by: KeyObject },
  extensions: readonly Buffer[],
): Buffer {
  const algorithm = sequence(objectId('2a8648ce3d040302'));
  const day = 86_400_000;
  const body = sequence(
    tlv(0xa0, integer(2)),
    integer(about.serial),
    algorithm,
    name(about.issuer),
    sequence(time(Date.now() - day), time(Date.now() + day)),
    name(about.subject),
    about.of.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(...extensions)),
  );
  return sequence(body, algorithm, tlv(0x03, Buffer.concat([Buffer.of(0), sign('sha256', body, about.by)])));
}

function tlv(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tlv(0x30, Buffer.concat(parts));
}

function integer(value: number): Buffer {
  return tlv(0x02, Buffer.of(value));
}

function boolean(value: boolean): Buffer {
  return tlv(0x01, Buffer.of(value ? 0xff : 0));
}

function objectId(hex: string): Buffer {
  return tlv(0x06, Buffer.from(hex, 'hex'));
}

function name(text: string): Buffer {
  return sequence(tlv(0x31, sequence(objectId('550403'), tlv(0x0c, Buffer.from(text)))));
}

function time(ms: number): Buffer {
  return tlv(0x17, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')}Z`));
}

function extension(oid: string, value: Buffer, isCritical = false): Buffer {
  return sequence(objectId(oid), ...(isCritical ? [boolean(true)] : []), tlv(0x04, value));
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** For tokens of the stand-in that differ from each other. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
