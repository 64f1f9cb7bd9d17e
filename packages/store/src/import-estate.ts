import type { Model } from '@plumbline/assess';
import { type Entry, type EntrySink, entryOf, keyOf } from '@plumbline/inventory';
import type { JsonObject } from '@plumbline/policy';
import { checkTime } from './apply.ts';
import { unstorable } from './changes.ts';
import { eventsOf, publish } from './events.ts';
import type { State } from './state.ts';
import type { EntrySource, ImportOptions, ImportResult, RefusedChange } from './store.ts';
import { turn } from './turn.ts';
import { bulkLoad } from './write/bulk-load.ts';
import { endFirstImport, takeEdits } from './write/edits.ts';
import { type FirstImport, firstImport } from './write/first-import.ts';
import { settleWork } from './write/settle-work.ts';
import { type Edit, isEmpty } from './write/work.ts';
import { writeMoment } from './write-moment.ts';

/** Refusals that are listed; the others are only counted by what was read and what was put. */
const mostRefusals = 1000;

export async function importEntries(state: State, source: EntrySource, options: ImportOptions, model: Model): Promise<ImportResult> {
  checkTime(options.at);
  const refused: RefusedChange[] = [];
  let read = 0;
  let storable = 0;
  let first: FirstImport | undefined;
  const written = await writeMoment(
    state,
    { kind: 'import', at: options.at, isFilling: isEmpty(state.mirror) },
    {
      async edit(work) {
        // What is seen from here on is younger than everything that was there before.
        const since = work.generation + 1;
        work.generation = since;
        work.isGenerationChanged = true;
        if (work.isFirst) {
          first = firstImport(since);
          work.first = first;
          if (state.database.kind === 'sqlite') work.bulk = await bulkLoad(work.transaction);
        }
        let edits: Edit[] = [];
        const take = (entry: Entry) => {
          read += 1;
          const problem = unstorable(entry);
          if (problem === undefined) {
            storable += 1;
            if (work.first?.take(entry) !== true) edits.push({ kind: 'put', entry });
          } else if (refused.length < mostRefusals) refused.push({ line: read, ...problem });
        };
        const { first: taking } = work;
        const sink: EntrySink | undefined = taking && {
          entry: take,
          text(bytes, range, resource, place) {
            if (taking.takeText(bytes, range, resource, place)) {
              read += 1;
              storable += 1;
            } else take(parsedIn(bytes, range));
          },
        };
        for await (const batch of typeof source === 'function' ? source(sink) : source) {
          options.signal?.throwIfAborted();
          for (const entry of batch) take(entry);
          const taken = edits;
          edits = [];
          await takeEdits(work, taken);
          options.onProgress?.({ stage: 'reading', resources: read });
          await turn();
        }
        await takeEdits(work, edits);
        await takeEdits(work, closingEdits(options, since));
        if (work.isFirst) await endFirstImport(work);
      },
      async settle(work) {
        const finished = await settleWork(work, (judged) => options.onProgress?.({ stage: 'judging', resources: judged }));
        await work.bulk?.end();
        return finished;
      },
    },
  ).finally(() => first?.close());
  publish(state, eventsOf(written, model));
  const { work, before, after, setupBefore } = written;
  return {
    sequence: after.sequence,
    read,
    put: work.put,
    unchanged: work.unchanged,
    duplicates: storable - (work.put + work.unchanged - work.seenAgain),
    deleted: work.deleted,
    refused,
    scoreBefore: setupBefore.tallier.scoreOf(before.counts, { model }),
    scoreAfter: work.setup.tallier.scoreOf(after.counts, { model }),
  };
}

/** Found to be a resource before. */
function parsedIn(bytes: Uint8Array, { start, end }: { readonly start: number; readonly end: number }): Entry {
  const entry = entryOf(JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString()) as JsonObject);
  if (entry === undefined) throw new Error('A resource was read that is none.');
  return entry;
}

function closingEdits(options: ImportOptions, since: number): readonly Edit[] {
  const complete = (options.complete?.() ?? []).map(
    ({ scope, types, except }): Edit => ({
      kind: 'complete',
      scope: scope === '/' ? '' : keyOf(scope),
      types: types?.map((type) => type.toLowerCase()),
      ...(except === undefined ? {} : { except: except.map(keyOf) }),
      since,
    }),
  );
  const collected = (options.collected?.() ?? []).map(
    ({ type, subscription }): Edit => ({ kind: 'declare', type: type.toLowerCase(), subscription: subscription?.toLowerCase() ?? '*' }),
  );
  const refused = options.notPermitted?.();
  return [...(refused === undefined ? [] : [{ kind: 'refuse' as const, notPermitted: refused }]), ...collected, ...complete];
}
