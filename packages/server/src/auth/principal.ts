/** What a token allows: a reader sees, an operator also sends changes and exempts, an admin also sees how the server does. */
export type Role = 'reader' | 'operator' | 'admin';

export const roles: readonly Role[] = ['reader', 'operator', 'admin'];

/** Who asks. */
export interface Principal {
  readonly kind: 'local' | 'token' | 'oidc';
  /** For logs and people: a token's id and name, or the subject of the identity provider. Never a secret. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** ARM ids, subscription GUIDs or names of management groups that may be read; undefined: everything. */
  readonly scopes: readonly string[] | undefined;
}

/** Whoever sits at the machine, where the server listens on loopback alone and asks for no token. */
export const localPrincipal: Principal = { kind: 'local', id: 'local', name: 'this machine', role: 'admin', scopes: undefined };

export function isAtLeast(role: Role, wanted: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(wanted);
}

/** The filter that the store cuts every answer with. */
export function readableOf(principal: Principal): { readonly readable?: readonly string[] } {
  return principal.scopes === undefined ? {} : { readable: principal.scopes };
}
