import type { Store } from '@plumbline/store';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { routes } from './api/routes.ts';
import { type AppOptions, appOf } from './app.ts';
import { authenticator } from './auth/authenticator.ts';
import { failureLimit } from './auth/failure-limit.ts';
import type { OpenIdVerifier } from './auth/open-id.ts';
import type { TokenBook } from './auth/token.ts';
import { eventHub } from './events/hub.ts';
import type { Extension, ExtensionParts } from './extension.ts';
import { keptAnswers } from './http/kept-answers.ts';
import { sharedWork } from './http/shared-work.ts';
import type { StaticFiles } from './http/static-files.ts';
import { metricsOf } from './metrics/metrics.ts';
import { openApiOf } from './openapi/document.ts';
import { docsPage } from './openapi/page.ts';
import { reportsOf } from './reports.ts';

export interface ServerOptions {
  readonly store: Store;
  readonly tokens: TokenBook;
  readonly openId?: OpenIdVerifier;
  /** No token is asked for; the caller makes sure that only this machine can connect. */
  readonly isOpen: boolean;
  readonly files?: StaticFiles;
  /** What else answers at this address. */
  readonly extension?: (parts: ExtensionParts) => Extension;
  readonly log: Logger;
  /** Of the program. */
  readonly version: string;
  /** ISO 8601 UTC. */
  readonly now: () => string;
  readonly limits?: Pick<AppOptions, 'bodyLimit' | 'timeLimitMs'>;
  /** Milliseconds between signs of life on streams of events. */
  readonly heartbeatMs?: number;
}

export interface PlumblineServer {
  readonly app: ReturnType<typeof appOf>;
  /** What /metrics shows of this process. */
  readonly registry: Registry;
  /** Tells load balancers to look elsewhere, and ends the streams of events. Requests are still answered. */
  retire(): void;
}

/** Puts the HTTP side together around a store. Opens no port. */
export function serverOf({
  store,
  tokens,
  openId,
  isOpen,
  files,
  extension,
  log,
  version,
  now,
  limits,
  heartbeatMs,
}: ServerOptions): PlumblineServer {
  let isReady = true;
  const reports = reportsOf(store);
  const events = eventHub({
    store,
    reports,
    onError: (error) => log.error({ err: error }, 'An event could not be sent.'),
    ...(heartbeatMs === undefined ? {} : { heartbeatMs }),
  });
  const metrics = metricsOf({ version, clients: events.counts });
  let description: { readonly json: string; readonly html: string } | undefined;
  const describe = () => {
    if (description === undefined) {
      const document = openApiOf(routes, version, { isOpen });
      description = { json: JSON.stringify(document), html: docsPage(document) };
    }
    return description;
  };
  const services = {
    store,
    // Another one when the estate's own assignments change.
    get catalogue() {
      return store.catalogue;
    },
    reports,
    events,
    metrics,
    now,
    version,
    isReady: () => isReady,
    description: describe,
  };
  const authenticate = authenticator({ isOpen, tokens, failures: failureLimit(), now, ...(openId === undefined ? {} : { openId }) });
  const extended = extension?.({ services, authenticate, tokens, isOpen, log });
  const app = appOf({
    services,
    authenticate,
    isOpen,
    files,
    extension: extended,
    answers: keptAnswers(),
    shared: sharedWork(),
    log,
    ...limits,
  });
  return {
    app,
    registry: metrics.registry,
    retire() {
      isReady = false;
      events.close();
    },
  };
}
