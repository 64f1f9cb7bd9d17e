import { type TestServer, testServer } from '../../server/src/server.fixture.ts';
import { azureApi } from './azure-api.ts';

export { development, jsonOf, platform, production } from '../../server/src/server.fixture.ts';

/** JSON, to be looked into. */
export type Json = ReturnType<typeof JSON.parse>;

export interface TestAzure extends TestServer {
  /** A request with a token, without a port; a body that is no text is sent as JSON. */
  arm(path: string, options?: { readonly token?: string; readonly method?: string; readonly body?: unknown }): Promise<Response>;
  /** The JSON of a good answer. */
  get(path: string, token?: string): Promise<Json>;
  /** Everything that a list holds, following its links. */
  all(path: string, token?: string): Promise<readonly Json[]>;
  readonly reader: string;
  readonly operator: string;
}

/** The Azure-compatible API over the example estate, kept in memory. */
export async function testAzure(options: Parameters<typeof testServer>[0] = {}): Promise<TestAzure> {
  const server = await testServer({ extension: azureApi(), ...options });
  const [reader, operator] = [await server.token('reader'), await server.token('operator')];
  const arm: TestAzure['arm'] = (path, { token = reader, method = 'GET', body } = {}) =>
    server.ask(path, {
      method,
      token,
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
  const get: TestAzure['get'] = async (path, token) => {
    const answer = await arm(path, token === undefined ? {} : { token });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  };
  return {
    ...server,
    reader,
    operator,
    arm,
    get,
    async all(path, token) {
      const found: Json[] = [];
      for (let next: string | undefined = path; next !== undefined; ) {
        const page: { readonly value: readonly Json[]; readonly nextLink?: string } = await get(next, token);
        found.push(...page.value);
        next = page.nextLink === undefined ? undefined : pathOf(page.nextLink);
      }
      return found;
    },
  };
}

/** A link of an answer, as a path of this server. */
export function pathOf(link: string): string {
  const { pathname, search } = new URL(link);
  return pathname + search;
}
