import type { AuthorityOptions, AuthorityRequest } from './authority-request.ts';
import { formOf, json } from './form.ts';
import { oauthError, oauthResponse } from './oauth-answer.ts';

/**
 * Sign-in in the style of a managed identity: nothing is typed, the environment holds the secret. Each client writes the header of
 * its own kind of host; one that sends none says `Metadata: true`, which no page of a browser can.
 */
export async function identityAnswer({ request, url, address }: AuthorityRequest, options: AuthorityOptions): Promise<Response> {
  const { signIns, tenant } = options;
  if (request.method !== 'GET' && request.method !== 'POST')
    return oauthResponse(oauthError(405, 'invalid_request', 'Expected GET or POST.'));
  const form = request.method === 'POST' ? await formOf(request) : new URLSearchParams();
  const resource = url.searchParams.get('resource') ?? form.get('resource') ?? '';
  const secret = request.headers.get('x-identity-header') ?? request.headers.get('secret') ?? '';
  const isLocal = signIns.local !== undefined && (secret === 'local' || (secret === '' && request.headers.get('metadata') === 'true'));
  const holder = isLocal ? signIns.local : await signIns.holderOf(secret, address);
  if (holder === undefined) {
    return oauthResponse(
      oauthError(
        401,
        'invalid_client',
        'IDENTITY_HEADER (or MSI_SECRET) has to hold a valid token of Plumbline. plumbline token create makes one.',
      ),
    );
  }
  const { token, expires, expiresIn } = await signIns.issue(holder, 'access', await tenant());
  return json({
    access_token: token,
    expires_on: String(expires),
    expires_in: String(expiresIn),
    not_before: String(expires - expiresIn),
    resource,
    token_type: 'Bearer',
    client_id: holder.id,
  });
}
