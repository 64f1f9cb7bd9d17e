import { bodyText, type Extension, type ExtensionParts, isAtLeast, refuseOtherSites, within } from '@plumbline/server';
import type { ArmCall } from './arm/call.ts';
import { ArmError, armErrorOf, errorResponse } from './arm/error.ts';
import { isAzurePath, segmentsOf } from './arm/path.ts';
import { checkVersion, queryOf } from './arm/query.ts';
import type { ArmReply, ArmRoute } from './arm/route.ts';
import { routes } from './routes.ts';
import { authorityAnswer } from './sign-in/authority.ts';
import type { AuthorityOptions } from './sign-in/authority-request.ts';
import { deviceCodes } from './sign-in/device-codes.ts';
import { loginCodes } from './sign-in/login-codes.ts';
import { type SignIns, signInsOf } from './sign-in/sign-ins.ts';
import { tokenKeyOf } from './sign-in/token-key.ts';
import { tenantOf } from './tenant.ts';

export interface AzureApiOptions {
  /** Milliseconds for an answer; 60 s. */
  readonly timeLimitMs?: number;
}

const bodyLimit = 1 << 20;

/** Answers the clients of Azure's own API, under the paths at the root that the server keeps free. */
export function azureApi(options: AzureApiOptions = {}): (parts: ExtensionParts) => Extension {
  return (parts) => {
    const { services, tokens, authenticate, isOpen, log } = parts;
    const signIns = signInsOf({ tokens, authenticate, isOpen, key: tokenKeyOf(services.store.settings), now: services.now });
    const authority: AuthorityOptions = {
      signIns,
      devices: deviceCodes(),
      codes: loginCodes(),
      tenant: () => tenantOf(services.store),
      now: () => Date.parse(services.now()),
    };
    return {
      find(request) {
        const url = new URL(request.url);
        if (!isAzurePath(url.pathname)) return undefined;
        return {
          label: labelOf(request.method, url.pathname),
          async answer({ requestId, address }) {
            let response: Response;
            try {
              if (isOpen) refuseOtherSites(request, true);
              response = await answered({ request, url, address }, { ...parts, ...options, signIns, authority });
            } catch (error) {
              const problem = armErrorOf(error);
              if (problem.status >= 500) log.error({ requestId, err: error }, problem.message);
              if (problem.status === 401) services.metrics.refusedToken();
              response = errorResponse(problem);
            }
            response.headers.set('x-ms-request-id', requestId);
            return response;
          },
        };
      },
    };
  };
}

interface Asked {
  readonly request: Request;
  readonly url: URL;
  readonly address: string;
}

interface Answering extends ExtensionParts, AzureApiOptions {
  readonly signIns: SignIns;
  readonly authority: AuthorityOptions;
}

async function answered({ request, url, address }: Asked, options: Answering): Promise<Response> {
  const segments = segmentsOf(url.pathname);
  const base = baseOf(request, url);
  const early = await authorityAnswer({ request, url, segments, base, address }, options.authority);
  if (early !== undefined) return early;
  const principal = await options.signIns.principalOf(request.headers.get('authorization'), address);
  const { route, params } = routeFor(request.method, segments);
  if (!isAtLeast(principal.role, route.access)) {
    throw new ArmError(403, 'AuthorizationFailed', `This needs a token of the role ${route.access}; this one has ${principal.role}.`);
  }
  const query = queryOf(url);
  checkVersion(query);
  const call: ArmCall = {
    method: request.method,
    segments,
    params,
    url,
    query,
    base,
    principal,
    services: options.services,
    request,
    body: () => jsonBody(request),
  };
  return responseOf(await within(route.handle(call), options.timeLimitMs ?? 60_000));
}

/** The route as it is written, never what the client sent. */
function labelOf(method: string, pathname: string): string {
  if (!/^\/+(?:subscriptions|providers|tenants|msgraph)\b/i.test(pathname)) return 'sign-in';
  try {
    return routeFor(method, segmentsOf(pathname)).route.pattern.text;
  } catch {
    return 'azure';
  }
}

function routeFor(
  method: string,
  segments: readonly string[],
): { readonly route: ArmRoute; readonly params: Readonly<Record<string, string>> } {
  const wanted = method === 'HEAD' ? 'GET' : method;
  const taken = new Set<string>();
  for (const route of routes) {
    const params = route.pattern.match(segments);
    if (params === undefined) continue;
    if (route.methods.includes(wanted)) return { route, params };
    for (const one of route.methods) taken.add(one);
  }
  if (taken.size > 0) {
    throw new ArmError(405, 'MethodNotAllowed', `${method} is not taken here. Expected ${[...taken].join(' or ')}.`, {
      headers: { allow: [...taken].join(', ') },
    });
  }
  throw new ArmError(404, 'InvalidResourceType', 'Plumbline answers nothing at this path. docs/azure-api.md lists what it does.');
}

/** As the client writes it, so that every link that it gets leads back the same way and fits the certificate. */
function baseOf(request: Request, url: URL): string {
  const host = request.headers.get('host') ?? url.host;
  if (!/^(?:[a-z0-9](?:[a-z0-9.-]{0,252})|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i.test(host)) {
    throw new ArmError(400, 'BadRequest', 'The Host header is not a name and a port.');
  }
  return `${url.protocol}//${host}`;
}

async function jsonBody(request: Request): Promise<unknown> {
  const text = await bodyText(request, bodyLimit);
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ArmError(
      400,
      'InvalidRequestContent',
      `The request content was invalid and could not be deserialized: ${reason.slice(0, 200)}.`,
    );
  }
}

function responseOf({ status = 200, body, headers }: ArmReply): Response {
  if (body === undefined) return new Response(null, { status, headers: { 'cache-control': 'no-store', ...headers } });
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
  });
}
