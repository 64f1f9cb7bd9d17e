import type { Entry, ReadingAccount } from '@plumbline/inventory';
import { openInputs } from '@plumbline/inventory/node';
import type { JsonObject } from '@plumbline/policy';
import { type Demand, tableOfType } from '@plumbline/resource-graph';
import { progressOn } from '../progress.ts';
import type { Terminal } from '../terminal.ts';

export interface EstateRows {
  /** The rows of a table, read from the inputs anew each time; standard input is kept, as it comes only once. */
  table(name: string, demand: Demand): AsyncIterable<JsonObject>;
  /** What was read so far; undefined when the query read nothing. */
  account(): ReadingAccount | undefined;
}

/** Inputs as tables of Resource Graph. A resource that comes several times is the row that came first. */
export function estateRows(inputs: readonly string[], terminal: Terminal, options: { readonly isQuiet: boolean }): EstateRows {
  let account: ReadingAccount | undefined;
  let kept: Entry[] | undefined;

  async function* entries(): AsyncIterable<readonly Entry[]> {
    if (kept !== undefined) {
      yield kept;
      return;
    }
    const isOnce = inputs.includes('-');
    const progress = progressOn(terminal, { quiet: options.isQuiet });
    const reading = openInputs(inputs, {
      ...(isOnce ? { stdin: terminal.stdin } : {}),
      cwd: terminal.cwd,
      signal: terminal.signal,
      onProgress: progress.update,
    });
    const all: Entry[] = [];
    try {
      for await (const batch of reading.entries()) {
        if (isOnce) for (const entry of batch) all.push(entry);
        else yield batch;
      }
    } finally {
      progress.end();
      account = reading.account();
    }
    if (!isOnce) return;
    kept = all;
    yield kept;
  }

  return {
    account: () => account,
    async *table(name, demand) {
      const seen = new Set<string>();
      for await (const batch of entries()) {
        for (const entry of batch) {
          if (tableOfType(entry.type) !== name || !isDemanded(entry, demand) || seen.has(entry.key)) continue;
          seen.add(entry.key);
          yield rowOf(entry);
        }
      }
    },
  };
}

function isDemanded({ key, type, subscription }: Entry, { types, subscriptionIds, idPrefix }: Demand): boolean {
  if (types?.includes(type) === false || subscriptionIds?.includes(subscription ?? '') === false) return false;
  return idPrefix === undefined || key.startsWith(idPrefix) || idPrefix.startsWith(key);
}

/** With the columns that Resource Graph has, whichever of Azure's shapes the resource came in. */
function rowOf({ type, subscription, resourceGroup, resource }: Entry): JsonObject {
  const { resourceGroup: group, tenantId, displayName } = resource;
  return {
    ...resource,
    type,
    ...(type === 'microsoft.resources/subscriptions' && typeof displayName === 'string' ? { name: displayName } : {}),
    tenantId: typeof tenantId === 'string' ? tenantId : '',
    subscriptionId: subscription ?? '',
    resourceGroup: typeof group === 'string' ? group : (resourceGroup ?? ''),
  };
}
