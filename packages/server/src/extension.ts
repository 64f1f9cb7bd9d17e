import type { Logger } from 'pino';
import type { Authenticator } from './auth/authenticator.ts';
import type { TokenBook } from './auth/token.ts';
import type { Services } from './services.ts';

/** What else answers at this address, under paths that the server itself keeps free. */
export interface Extension {
  /** @returns undefined where the path is none of its own. */
  find(request: Request): Found | undefined;
}

interface Found {
  /** For logs and metrics: never what the client sent. */
  readonly label: string;
  /** Brings its own errors: what it throws is answered as by the API of this server. */
  answer(about: { readonly requestId: string; readonly address: string }): Promise<Response>;
}

/** What an extension works with. */
export interface ExtensionParts {
  readonly services: Services;
  readonly authenticate: Authenticator;
  readonly tokens: TokenBook;
  /** No token is asked for: only where the server listens on loopback alone. */
  readonly isOpen: boolean;
  readonly log: Logger;
}
