/** Where a cloud's interfaces are. */
export interface Endpoints {
  /** Azure Resource Manager, without a slash at its end. */
  readonly resourceManager: string;
  /** Microsoft Graph; undefined: users and groups are not asked for. */
  readonly graph: string | undefined;
  /** The host of the authority; undefined: what @azure/identity takes by itself. */
  readonly authority: string | undefined;
  /** False for hosts that Microsoft does not know: nothing may be asked of Microsoft about them. */
  readonly isPublished: boolean;
}

export const cloudNames = ['public', 'us-government', 'china'] as const;
export type CloudName = (typeof cloudNames)[number];

/** Azure's own clouds, as @azure/identity and Microsoft Graph's page on national clouds name them. */
export const clouds: Readonly<Record<CloudName, Endpoints>> = {
  public: {
    resourceManager: 'https://management.azure.com',
    graph: 'https://graph.microsoft.com',
    authority: 'https://login.microsoftonline.com',
    isPublished: true,
  },
  'us-government': {
    resourceManager: 'https://management.usgovcloudapi.net',
    graph: 'https://graph.microsoft.us',
    authority: 'https://login.microsoftonline.us',
    isPublished: true,
  },
  china: {
    resourceManager: 'https://management.chinacloudapi.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    authority: 'https://login.chinacloudapi.cn',
    isPublished: true,
  },
};

/** What a token is asked for: everything at an endpoint. */
export function audienceOf(endpoint: string): string {
  return `${endpoint}/.default`;
}
