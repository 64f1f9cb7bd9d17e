import type { ArmQuery } from '../arm/query.ts';

/** Everything that `az cloud register` and its kin take from a cloud. Below /adfs the clients ask nobody else whether an authority exists. */
export function metadataOf(base: string, query: ArmQuery): unknown {
  const cloud = {
    name: 'Plumbline',
    resourceManager: base,
    portal: base,
    authentication: { loginEndpoint: `${base}/adfs`, audiences: [base], tenant: 'common', identityProvider: 'ADFS' },
    graphAudience: `${base}/graph`,
    graphEndpoint: `${base}/graph`,
    microsoftGraphResourceId: `${base}/msgraph/`,
    suffixes: {},
  };
  const version = query.get('api-version') ?? '';
  // These versions know several clouds.
  return version.startsWith('2019-') || version.startsWith('2020-') ? [cloud] : cloud;
}

/**
 * What an authority says of itself. Nobody asks for its keys: the tokens are for this server alone.
 * @param authority `/adfs`, or `/{tenant}` in the style of Entra ID
 */
export function discoveryOf(base: string, authority: string): unknown {
  const at = authority === '/adfs' ? `${base}/adfs/oauth2` : `${base}${authority}/oauth2/v2.0`;
  return {
    issuer: `${base}${authority}`,
    authorization_endpoint: `${at}/authorize`,
    token_endpoint: `${at}/token`,
    device_authorization_endpoint: `${at}/devicecode`,
    response_types_supported: ['code', 'id_token'],
    subject_types_supported: ['public'],
    token_endpoint_auth_methods_supported: ['client_secret_post'],
    scopes_supported: ['openid', 'profile', 'offline_access'],
  };
}
