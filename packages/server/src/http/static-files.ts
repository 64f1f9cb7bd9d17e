import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { compressed, encodingFor } from './compression.ts';

export interface StaticFiles {
  /** @returns the file under `/ui/`, the screen's page for its deep links, or undefined. */
  answer(path: string, request: Request): Promise<Response | undefined>;
}

interface KeptFile {
  readonly bytes: Buffer;
  readonly type: string;
  readonly br: () => Promise<Buffer>;
  readonly gzip: () => Promise<Buffer>;
}

/** Stands in the page where its nonce goes: for styles that a script adds, which a strict policy lets through only so. */
const noncePlace = '__CSP_NONCE__';

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  map: 'application/json',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  webmanifest: 'application/manifest+json',
  woff2: 'font/woff2',
};

/**
 * The files of the dashboard, read once: there are few, and a path that is not among them is never looked up on the disk.
 * @param folder what the build of the dashboard made: `index.html`, and files under `assets/` whose names change with their content.
 * @returns undefined when the folder holds no `index.html`.
 */
export async function staticFiles(folder: string): Promise<StaticFiles | undefined> {
  const files = new Map<string, KeptFile>();
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of names) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = file.slice(join(folder, sep).length).split(sep).join('/');
    files.set(path, kept(await readFile(file), entry.name));
  }
  const page = files.get('index.html')?.bytes.toString('utf8');
  if (page === undefined) return undefined;
  return {
    async answer(path, request) {
      if (path === '' || path === 'index.html') return pageResponse(page);
      const file = files.get(path);
      if (file !== undefined) return fileResponse(file, path, request);
      // A file that is missing must not look like a page: a script would be told a lie about its type.
      return path.startsWith('assets/') || /\.\w+$/.test(path) ? undefined : pageResponse(page);
    },
  };
}

function kept(bytes: Buffer, name: string): KeptFile {
  const type = types[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream';
  return { bytes, type, br: once(() => compressed(bytes, 'br', 'best')), gzip: once(() => compressed(bytes, 'gzip', 'best')) };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

async function fileResponse(file: KeptFile, path: string, request: Request): Promise<Response> {
  const isText = /^(?:text|application\/(?:json|manifest)|image\/svg)/.test(file.type);
  const encoding = isText && file.bytes.length > 1024 ? encodingFor(request.headers.get('accept-encoding')) : undefined;
  const body = encoding === undefined ? file.bytes : await file[encoding]();
  const headers = {
    'content-type': file.type,
    'content-length': String(body.length),
    'cache-control': path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    ...(isText ? { vary: 'Accept-Encoding' } : {}),
    ...(encoding === undefined ? {} : { 'content-encoding': encoding }),
  };
  return new Response(new Uint8Array(body), { headers });
}

function pageResponse(page: string): Response {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return new Response(page.replaceAll(noncePlace, nonce), {
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'content-security-policy': policy },
  });
}
