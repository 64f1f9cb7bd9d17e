import type { CollectOptions, Endpoints } from '@plumbline/collect';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Terminal } from '../terminal.ts';
import { textFile } from '../text-file.ts';
import { requireCertificate } from './certificate-files.ts';
import { listOption } from './estate-options.ts';

/** What is collected, and who asks whom: the same for every command that asks a live tenant. */
export interface CollectChoice {
  readonly managementGroup?: readonly string[];
  readonly subscription?: readonly string[];
  readonly allTypes?: true;
  readonly appSettings: boolean;
  readonly policies?: readonly string[];
  readonly initiative?: readonly string[];
  readonly signIn: 'auto' | 'environment' | 'workload-identity' | 'managed-identity' | 'azure-cli';
  readonly tenant?: string;
  readonly cloud: 'public' | 'us-government' | 'china';
  readonly endpoint?: string;
  readonly graphEndpoint?: string;
  readonly authority?: string;
  readonly ca?: string;
}

export function addSelectionOptions(command: Command): Command {
  return command
    .addOption(listOption('--management-group <name>', 'Only what lies below this management group; again for more'))
    .addOption(
      new Option('--subscription <id>', 'Only this subscription; again for more').argParser(
        (text: string, before: readonly string[] | undefined) => [...(before ?? []), subscriptionIdOf(text)],
      ),
    )
    .option('--all-types', 'Also resources of types that no recommendation looks at')
    .option('--no-app-settings', 'Do not ask for application settings, even where you may read them (their values are never written)');
}

function subscriptionIdOf(text: string): string {
  const id = text.trim().replace(/^\/subscriptions\//i, '');
  if (/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id)) return id.toLowerCase();
  throw new InvalidArgumentError('Expected the GUID of a subscription, as az account list shows it.');
}

export function addConnectionOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--sign-in <way>', 'How to sign in; auto takes the first that is set up')
        .choices(['auto', 'environment', 'workload-identity', 'managed-identity', 'azure-cli'])
        .default('auto'),
    )
    .option('--tenant <id>', 'The tenant to sign in to')
    .addOption(new Option('--cloud <cloud>', "Which of Azure's clouds").choices(['public', 'us-government', 'china']).default('public'))
    .option('--endpoint <url>', 'Another Resource Manager, with https', httpsUrl)
    .option('--graph-endpoint <url>', 'Another Microsoft Graph; without one, --endpoint leaves users and groups out', httpsUrl)
    .option('--authority <url>', 'Another authority to sign in at', httpsUrl)
    .option('--ca <file>', 'Certificates (PEM) of authorities to trust, besides those that Node trusts');
}

/** @throws {OperationError} when the certificates cannot be read */
export async function collectRequest(
  options: CollectChoice,
  terminal: Terminal,
): Promise<Omit<CollectOptions, 'out' | 'catalogue' | 'signal'>> {
  const { clouds, newCredential } = await import('@plumbline/collect');
  const endpoints = endpointsOf(options, clouds[options.cloud]);
  const ca = options.ca === undefined ? undefined : [await textFile(options.ca, terminal.cwd, `The certificates ${options.ca}`)];
  if (ca !== undefined) requireCertificate(ca.join('\n'), `The file ${options.ca} of --ca`);
  const tenant = options.tenant === undefined ? {} : { tenant: options.tenant };
  const trust = ca === undefined ? {} : { ca };
  return {
    endpoints,
    credential: () => newCredential({ way: options.signIn, endpoints, env: terminal.env, ...tenant, ...trust }),
    managementGroups: options.managementGroup ?? [],
    subscriptions: options.subscription ?? [],
    policies: options.policies !== undefined || options.initiative !== undefined,
    everyType: options.allTypes === true,
    appSettings: options.appSettings,
    ...trust,
    ...tenant,
  };
}

function endpointsOf(options: CollectChoice, cloud: Endpoints): Endpoints {
  const { endpoint, graphEndpoint, authority } = options;
  return {
    resourceManager: endpoint ?? cloud.resourceManager,
    graph: graphEndpoint ?? (endpoint === undefined ? cloud.graph : undefined),
    authority: authority ?? cloud.authority,
    isPublished: authority === undefined,
  };
}

function httpsUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // A token is never sent over a connection that others can read.
  if (url?.protocol !== 'https:' || url.search !== '' || url.username !== '')
    throw new InvalidArgumentError('Expected an address with https://, such as https://localhost:8443.');
  return text.replace(/\/+$/, '');
}
