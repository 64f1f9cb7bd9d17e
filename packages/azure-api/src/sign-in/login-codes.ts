import { createHash, randomBytes } from 'node:crypto';
import type { Holder } from './sign-ins.ts';

export interface Login {
  readonly holder: Holder;
  readonly redirectUri: string;
  /** SHA-256 of what only the program knows. */
  readonly challenge: string;
  /** What the program wants to find again in the id token. */
  readonly nonce: string;
}

/** What a browser's sign-in hands back to the program that opened it: good for one minute, one use, one program. */
export interface LoginCodes {
  issue(about: Login): string;
  redeem(given: { readonly code: string; readonly redirectUri: string; readonly verifier: string }): Login | undefined;
}

const lifeMs = 60_000;
const most = 1_000;

export function loginCodes(clock: () => number = Date.now): LoginCodes {
  const byCode = new Map<string, Login & { readonly until: number }>();
  return {
    issue(about) {
      for (const [code, { until }] of byCode) if (until <= clock() || byCode.size >= most) byCode.delete(code);
      const code = randomBytes(32).toString('base64url');
      byCode.set(code, { ...about, until: clock() + lifeMs });
      return code;
    },
    redeem({ code, redirectUri, verifier }) {
      const known = byCode.get(code);
      byCode.delete(code);
      if (known === undefined || known.until <= clock() || known.redirectUri !== redirectUri) return undefined;
      return createHash('sha256').update(verifier).digest('base64url') === known.challenge ? known : undefined;
    },
  };
}
