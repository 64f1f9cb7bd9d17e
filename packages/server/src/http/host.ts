import { HttpProblem } from './problem.ts';

/** Whether an address is reachable from this machine alone. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return name === 'localhost' || name === '::1' || /^127(?:\.\d{1,3}){3}$/.test(name);
}

/**
 * Where no token is asked for, a page in the browser of whoever runs the server must not be able to talk to it: neither under a
 * name that its owner points at 127.0.0.1, nor by a form or script that is sent across sites.
 * @throws {HttpProblem} wrong-host, or cross-site.
 */
export function refuseOtherSites(request: Request, isRead: boolean): void {
  const host = request.headers.get('host') ?? new URL(request.url).host;
  const name = host.replace(/:\d+$/, '');
  if (!isLoopback(name)) {
    throw new HttpProblem(
      'wrong-host',
      `Without tokens, this server answers only as localhost or 127.0.0.1, not as ${name.slice(0, 100)}.`,
      {
        hint: 'Open it as http://localhost:…, or start it with --auth required and use a token.',
      },
    );
  }
  if (isRead) return;
  const origin = request.headers.get('origin');
  const site = request.headers.get('sec-fetch-site');
  const isForeign =
    (origin !== null && origin !== `http://${host}` && origin !== `https://${host}`) || site === 'cross-site' || site === 'same-site';
  if (isForeign)
    throw new HttpProblem(
      'cross-site',
      'A page of another site asked for this. Without tokens, only this server’s own pages and programs may change something.',
    );
}
