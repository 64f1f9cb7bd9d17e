import type { DeviceCodes } from './device-codes.ts';
import type { LoginCodes } from './login-codes.ts';
import type { SignIns } from './sign-ins.ts';

export interface AuthorityOptions {
  readonly signIns: SignIns;
  readonly devices: DeviceCodes;
  readonly codes: LoginCodes;
  /** The tenant that is signed in to. */
  readonly tenant: () => Promise<string>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface AuthorityRequest {
  readonly request: Request;
  readonly url: URL;
  readonly segments: readonly string[];
  readonly base: string;
  readonly address: string;
}
