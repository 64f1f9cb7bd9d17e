// What is taken for a secret. This list is the whole of it: docs/collecting.md prints it, and a test holds the two together.

/** What stands in place of a secret. */
export const redacted = '[redacted by plumbline]';

/** Members whose value is a secret wherever they stand: compared without case, `-` and `_`. Texts are replaced, and all within objects and lists. */
export const secretMembers: readonly string[] = [
  'accessKey',
  'accessKeys',
  'accessToken',
  'accountKey',
  'adminPassword',
  'administratorLoginPassword',
  'apiKey',
  'apiKeys',
  'authorizationHeader',
  'authToken',
  'certificateData',
  'certificatePassword',
  'clientSecret',
  'commandToExecute',
  'connectionString',
  'connectionStrings',
  'credential',
  'credentials',
  'customData',
  'encryptedSecret',
  'idToken',
  'instrumentationKey',
  'key1',
  'key2',
  'keyValue',
  'passphrase',
  'passwd',
  'password',
  'pat',
  'pfxBlob',
  'pfxPassword',
  'preSharedKey',
  'primaryConnectionString',
  'primaryKey',
  'primaryMasterKey',
  'primarySharedKey',
  'privateKey',
  'protectedSettings',
  'pwd',
  'refreshToken',
  'registrationToken',
  'sas',
  'sasToken',
  'sasUri',
  'sasUrl',
  'secondaryConnectionString',
  'secondaryKey',
  'secondaryMasterKey',
  'secondarySharedKey',
  'secret',
  'secretKey',
  'secretValue',
  'secureValue',
  'sharedAccessKey',
  'sharedAccessSignature',
  'sharedKey',
  'sharedSecret',
  'sshPrivateKey',
  'storageAccountAccessKey',
  'storageAccountKey',
  'storageKey',
  'subscriptionKey',
  'token',
  'userData',
  'webhookUrl',
  'workspaceKey',
];

/** Members that end so are secrets too, where their value is a text: `dbPassword`, `x-functions-accesskey`. Compared likewise. */
export const secretEndings: readonly string[] = [
  'password',
  'secret',
  'connectionstring',
  'accesskey',
  'accountkey',
  'apikey',
  'sharedkey',
  'privatekey',
  'sastoken',
  'accesstoken',
  'passphrase',
  'pwd',
];

/** Lists of `{name, value}` of which every value may be a secret: compared likewise. */
export const secretPairs: readonly string[] = [
  'environmentVariables',
  'env',
  'secrets',
  'appSettings',
  'connectionStrings',
  'secureEnvironmentVariables',
];

/** Where all values of a type are secrets: type in lower case, the last segment of the id where only some are meant, and the member. */
export const secretPlaces: readonly {
  readonly type: string;
  readonly name?: RegExp;
  readonly path: readonly string[];
  readonly why: string;
}[] = [
  {
    type: 'microsoft.web/sites/config',
    name: /^(?:appsettings|connectionstrings|azurestorageaccounts|authsettings|metadata|publishingcredentials|backup)$/,
    path: ['properties'],
    why: 'application settings and connection strings',
  },
  {
    type: 'microsoft.web/sites/slots/config',
    name: /^(?:appsettings|connectionstrings|azurestorageaccounts|authsettings|metadata|publishingcredentials|backup)$/,
    path: ['properties'],
    why: 'the same of slots',
  },
  { type: 'microsoft.automation/automationaccounts/variables', path: ['properties', 'value'], why: 'variables of automation accounts' },
  { type: 'microsoft.logic/workflows', path: ['properties', 'parameters'], why: 'parameters of workflows' },
  { type: 'microsoft.resources/deployments', path: ['properties', 'parameters'], why: 'parameters of deployments' },
  { type: 'microsoft.resources/deploymentscripts', path: ['properties', 'scriptContent'], why: 'scripts' },
  { type: 'microsoft.compute/virtualmachines/runcommands', path: ['properties', 'source'], why: 'scripts' },
];

/** Settings whose values are no secrets and that rules look at: they are kept. Lower case. */
export const plainSettings: ReadonlySet<string> = new Set([
  'website_load_certificates',
  'functions_extension_version',
  'functions_worker_runtime',
  'website_node_default_version',
  'website_run_from_package_enabled',
  'website_vnet_route_all',
  'website_https_only',
]);

/** Secrets known by their looks, in any text. The first group is kept, the rest replaced. */
export const secretLooks: readonly { readonly name: string; readonly pattern: RegExp }[] = [
  {
    name: 'a member with such an ending in JSON within a text',
    // The quote may be escaped, where the JSON is a text within JSON itself; what ends the value is the same quote.
    pattern: new RegExp(
      `((?<!\\\\)(\\\\{0,7}["'])[\\w.-]{0,80}(?:${secretEndings.join('|')}|token)\\2\\s{0,9}:\\s{0,9}\\2)(?!\\[redacted|@Microsoft\\.)(?:(?!\\2)(?:\\\\[^]|[^\\\\]))+`,
      'gi',
    ),
  },
  {
    name: 'a key in a connection string',
    pattern: /((?:AccountKey|SharedAccessKey|SharedSecretValue|Password|Pwd|AccessKey)\s*=\s*)(?!\[redacted)[^;"'\s][^;"']*/gi,
  },
  { name: 'the signature of a shared access signature', pattern: /([?&;]sig=|SharedAccessSignature(?:=| sr=))(?!\[redacted)[^&\s"']+/gi },
  { name: 'a password in a URL', pattern: /(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]+:)(?!\[redacted)[^\s@/]+(?=@)/gi },
  { name: 'a signed token (JWT)', pattern: /()\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*/g },
  { name: 'a bearer token', pattern: /(\bBearer\s+)(?!\[redacted)[A-Za-z0-9._~+/-]{16,}=*/gi },
  { name: 'a private key (PEM)', pattern: /()-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g },
  { name: 'a key of a storage account', pattern: /()(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{86}==(?![A-Za-z0-9+/=])/g },
  { name: 'a secret of an application', pattern: /()(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])/g },
  {
    name: 'a token of GitHub, Slack or AWS',
    pattern: /()\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{20,}|xox[abprs]-[A-Za-z0-9-]{10,}|AKIA[0-9A-Z]{16})\b/g,
  },
];
