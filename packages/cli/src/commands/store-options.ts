import { resolve } from 'node:path';
import type { StoreLocation } from '@plumbline/store';
import type { Command } from 'commander';
import { OperationError } from '../operation-error.ts';
import type { Terminal } from '../terminal.ts';

/** Where the data lie; every command of the server takes it. */
export interface StoreOptions {
  readonly data?: string;
  readonly database?: string;
}

const defaultFolder = 'plumbline-data';

export function addStoreOptions(command: Command): Command {
  return command
    .optionsGroup('Where the data lie:')
    .option('--data <folder>', `A folder for the embedded database (default: ${defaultFolder})`)
    .option(
      '--database <url>',
      'PostgreSQL in place of a folder, such as postgres://user@host/plumbline; or the variable PLUMBLINE_DATABASE',
    );
}

/** @throws {OperationError} usage, when a folder and a database are both named. */
export function locationOf({ data, database }: StoreOptions, { cwd, env }: Terminal): StoreLocation {
  if (data !== undefined && database !== undefined) {
    throw new OperationError('usage', '--data and --database exclude each other: the data lie in a folder, or in PostgreSQL.');
  }
  const url = database ?? (data === undefined ? env['PLUMBLINE_DATABASE'] : undefined);
  if (url === undefined || url === '') return { kind: 'sqlite', folder: resolve(cwd, data ?? defaultFolder) };
  if (!/^postgres(?:ql)?:\/\//.test(url)) {
    // Not the text itself: it may hold a password.
    throw new OperationError('usage', '--database expects an address that begins with postgres://.', {
      hint: 'Such as: --database postgres://plumbline@localhost/plumbline',
    });
  }
  return { kind: 'postgres', url };
}

/** For people: without a password. */
export function locationText(location: StoreLocation): string {
  if (location.kind === 'sqlite') return location.folder;
  const url = URL.canParse(location.url) ? new URL(location.url) : undefined;
  return url === undefined ? 'PostgreSQL' : `postgres://${url.host}${url.pathname}`;
}
