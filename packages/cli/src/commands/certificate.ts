import { join, resolve } from 'node:path';
import { type Command } from 'commander';
import { exitCodes } from '../exit-code.ts';
import { OperationError } from '../operation-error.ts';
import { writeToTerminal } from '../output.ts';
import type { Terminal } from '../terminal.ts';
import { type CommandContext, newCommand } from './command.ts';
import { addStoreOptions, locationOf, type StoreOptions } from './store-options.ts';

export interface CertificateOptions extends StoreOptions {
  readonly certificates?: string;
}

interface Options extends CertificateOptions {
  readonly host?: readonly string[];
  readonly out?: string;
}

export function certificateCommand(context: CommandContext): Command {
  const command = newCommand('certificate', context).description(
    'Make an own certificate authority, and with it a certificate for plumbline serve --azure-api. The authority is made once;\nthe certificate again when it ends soon or lacks a name. The keys are readable for you alone.',
  );
  return addStoreOptions(
    command
      .option('--host <name>', 'A name or address besides localhost, 127.0.0.1 and ::1; again for more', listOf)
      .option('--out <folder>', 'Where the files go (default: certificates, beside the data)'),
  )
    .addHelpText('after', '\nExample: plumbline certificate --host plumbline.example')
    .action(async (options: Options) => {
      await make(options, context);
    });
}

async function make({ host = [], out, ...options }: Options, { terminal, exit }: CommandContext): Promise<void> {
  const made = await ensuredCertificate({ ...options, ...(out === undefined ? {} : { certificates: out }) }, host, terminal);
  const what = {
    both: 'Made an authority and a certificate for the server',
    server: 'Made a new certificate for the server; the authority is the one that was there',
    nothing: 'The certificate that is there is good',
  }[made.made];
  const lines = [
    `${what}: for ${made.hosts.join(', ')}, until ${made.validUntil.slice(0, 10)}.`,
    `  ${made.authority}  the authority: for NODE_EXTRA_CA_CERTS and browsers`,
    `  ${made.bundle}  the same behind the well-known ones: for REQUESTS_CA_BUNDLE, which replaces them`,
    `  ${made.serverCertificate}, ${made.serverKey}  for plumbline serve --azure-api, which finds them by itself`,
    `  ${made.authorityKey}  signs: whoever has it can pass for any server to whoever trusts the authority`,
  ];
  await writeToTerminal([`${lines.join('\n')}\n`], terminal);
  exit(exitCodes.scored);
}

/** Where certificates lie: beside the data, as the tokens do. */
export function certificatesFolder({ certificates, ...options }: CertificateOptions, terminal: Terminal): string {
  if (certificates !== undefined) return resolve(terminal.cwd, certificates);
  const location = locationOf(options, terminal);
  return location.kind === 'sqlite' ? join(location.folder, 'certificates') : resolve(terminal.cwd, 'plumbline-certificates');
}

/** @throws {OperationError} */
export async function ensuredCertificate(options: CertificateOptions, hosts: readonly string[], terminal: Terminal) {
  const azure = await import('@plumbline/azure-api');
  try {
    return await azure.ensureCertificate(certificatesFolder(options, terminal), hosts, terminal.now().getTime());
  } catch (error) {
    if (error instanceof azure.OperationError)
      throw new OperationError('service-failed', error.message, { hint: error.hint, cause: error });
    throw error;
  }
}

function listOf(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}
