import { type Command, InvalidArgumentError, Option } from 'commander';
import { exitCodes } from '../exit-code.ts';
import { writeToTerminal } from '../output.ts';
import { certificatesFolder } from './certificate.ts';
import { type CommandContext, newCommand } from './command.ts';
import { addStoreOptions, type StoreOptions } from './store-options.ts';

interface Options extends StoreOptions {
  readonly url: string;
  readonly name: string;
  readonly tenant?: string;
  readonly login: 'service-principal' | 'device-code' | 'managed-identity';
  readonly certificates?: string;
  readonly ca?: string;
}

export function azureCliCommand(context: CommandContext): Command {
  const command = newCommand('azure-cli', context).description(
    'Print the commands after which az talks to plumbline serve --azure-api: register the cloud, choose it, sign in, ask for the score.',
  );
  return addStoreOptions(
    command
      .option('--url <url>', 'Where the server is reached, by a name that its certificate holds', addressOf, 'https://localhost:8787')
      .addOption(
        new Option('--login <way>', 'With a token of Plumbline as secret, with a code that is typed in a browser, or from the environment')
          .choices(['service-principal', 'device-code', 'managed-identity'])
          .default('service-principal'),
      )
      .option('--name <name>', 'What az calls the cloud', nameOf, 'Plumbline')
      .option('--tenant <id>', 'The tenant to sign in to (default: any, there is one)', tenantOf)
      .option('--certificates <folder>', 'The folder that plumbline certificate --out names')
      .option('--ca <file>', 'Where another authority signed the certificate: a bundle that az shall trust'),
  )
    .addHelpText('after', '\nExample: plumbline azure-cli --url https://localhost:8787')
    .action(async (options: Options) => {
      await print(options, context);
    });
}

async function print(options: Options, { terminal, exit }: CommandContext): Promise<void> {
  const { certificateFilesIn, ownTenant } = await import('@plumbline/azure-api');
  const { url, name, login, tenant = ownTenant, ca } = options;
  const bundle = ca ?? certificateFilesIn(certificatesFolder(options, terminal)).bundle;
  const secret = '"${PLUMBLINE_TOKEN:?Set it to a token: plumbline token create --role reader}"';
  const logins = {
    'service-principal': `az login --service-principal -u plumbline -p ${secret} --tenant ${tenant}`,
    'device-code': 'az login --use-device-code',
    'managed-identity': 'az login --identity',
  };
  const identity = `${url}/metadata/identity/oauth2/token`;
  const environment = [
    `export REQUESTS_CA_BUNDLE=${quoted(bundle)} AZURE_CORE_COLLECT_TELEMETRY=false`,
    ...(login === 'managed-identity'
      ? [
          `export IDENTITY_ENDPOINT=${identity} IDENTITY_HEADER=${secret}`,
          // The names of older versions, which send the secret only where they take the machine for an App Service.
          'export MSI_ENDPOINT="$IDENTITY_ENDPOINT" MSI_SECRET="$IDENTITY_HEADER" APPSETTING_WEBSITE_SITE_NAME=plumbline',
        ]
      : []),
  ];
  // Together, and ended by the first failure: when the cloud was not registered, a sign-in would take the secret to Microsoft.
  const lines = [
    ...environment,
    '( set -e',
    `az cloud register -n ${name} --endpoint-resource-manager ${url}`,
    `az cloud set -n ${name}`,
    logins[login],
    'az security secure-scores list -o table',
    ')',
  ];
  await writeToTerminal([`${lines.join('\n')}\n`], terminal);
  if (terminal.stdout.isTTY) {
    await terminal.stderr.write(
      `\nRegistered before? az cloud set -n AzureCloud; az cloud unregister -n ${name}\nBack to Azure:     az cloud set -n AzureCloud; unset REQUESTS_CA_BUNDLE\n`,
    );
  }
  exit(exitCodes.scored);
}

function quoted(text: string): string {
  return /^[\w./:@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** @returns the address without a trailing slash, which az would double. */
function addressOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '') return url.origin;
  throw new InvalidArgumentError('Expected an address such as https://localhost:8787: with https, and without a path.');
}

function nameOf(text: string): string {
  if (/^[A-Za-z][\w-]{0,40}$/.test(text)) return text;
  throw new InvalidArgumentError('Expected a name of letters, digits and dashes.');
}

function tenantOf(text: string): string {
  if (/^[\w.-]{1,100}$/.test(text)) return text;
  throw new InvalidArgumentError('Expected the id of a tenant, or a domain.');
}
