import { createPrivateKey, X509Certificate } from 'node:crypto';
import { OperationError } from '../operation-error.ts';

const pemHint = 'Expected PEM, with -----BEGIN CERTIFICATE-----; of DER, openssl x509 -inform der -in FILE makes it.';

/** @throws {OperationError} usage, when the text holds no certificate */
export function requireCertificate(text: string, what: string): X509Certificate {
  try {
    return new X509Certificate(text);
  } catch (cause) {
    throw new OperationError('usage', `${what} holds no certificate.`, { hint: pemHint, cause });
  }
}

/**
 * Says what is wrong with a certificate and its key, before a server trips over them.
 * @throws {OperationError} usage
 */
export function requirePair(
  cert: string,
  key: string,
  { certFile, keyFile }: { readonly certFile: string; readonly keyFile: string },
): void {
  const certificate = requireCertificate(cert, `The file ${certFile} of --tls-cert`);
  if (certificate.checkPrivateKey(privateKeyIn(key, keyFile))) return;
  throw new OperationError('usage', `The key ${keyFile} of --tls-key is not that of the certificate ${certFile}.`, {
    hint: 'Name the key that the certificate was made with; the own certificate has to come first in its file.',
  });
}

function privateKeyIn(text: string, file: string): ReturnType<typeof createPrivateKey> {
  try {
    return createPrivateKey(text);
  } catch (cause) {
    const isLocked = /ENCRYPTED/.test(text);
    throw new OperationError('usage', `The file ${file} of --tls-key holds ${isLocked ? 'a key behind a password' : 'no key'}.`, {
      hint: isLocked ? 'Take the password off: openssl pkey -in FILE -out KEY.' : 'Expected PEM, with -----BEGIN PRIVATE KEY-----.',
      cause,
    });
  }
}
