// What a scan remembers for the next one: of every part a digest of its lines and its counts. Everything else that a result hangs on
// stands in one digest of the whole; where that differs nothing is used.
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream, renameSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { TallyCounts } from '../run-tally.ts';
import type { AssessedPart } from './tasks.ts';

const format = 'plumbline-state/1';

export interface ScanState {
  /** @returns the result of a part, if nothing that it hangs on has changed. */
  known(subscriptions: readonly string[]): RememberedPart | undefined;
  remember(part: RememberedPart): void;
  /** Replaces the file, in one step. */
  save(): Promise<void>;
}

export interface RememberedPart {
  readonly subscriptions: string;
  readonly digest: string;
  /** The moment of the run, where the result hangs on it. */
  readonly now: string | undefined;
  readonly result: AssessedPart;
}

/** @returns one digest of all that a result hangs on besides the parts: program, catalogue, options, what stands above. */
export function contextDigest(facts: unknown): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

export function namesOf(subscriptions: readonly string[]): string {
  return subscriptions.join(' ');
}

/**
 * Reads what an earlier scan remembered. A file that does not exist, is damaged, or is of another context counts as empty:
 * the scan is then a full one, and writes it anew.
 *
 * @throws Error when the path names something that is no state, which must not be overwritten
 */
export async function openState(path: string, context: string): Promise<ScanState> {
  const parts = await readParts(path, context);
  const remembered: RememberedPart[] = [];
  return {
    known(subscriptions) {
      const name = namesOf(subscriptions);
      const part = parts.get(name);
      // Asked for once: what has changed need not be held on to.
      parts.delete(name);
      return part;
    },
    remember: (part) => void remembered.push(part),
    async save() {
      const beside = `${path}.${randomBytes(4).toString('hex')}.part`;
      try {
        const stream = createWriteStream(beside, { mode: 0o600 });
        const failed = once(stream, 'error').then(([error]) => Promise.reject(error as Error));
        failed.catch(() => undefined);
        const write = async (text: string) => {
          if (!stream.write(text)) await Promise.race([once(stream, 'drain'), failed]);
        };
        await write(`${JSON.stringify({ format, context, parts: remembered.length })}\n`);
        for (const part of remembered) await write(`${JSON.stringify(part)}\n`);
        stream.end();
        await Promise.race([once(stream, 'close'), failed]);
        renameSync(beside, path);
      } catch (error) {
        rmSync(beside, { force: true });
        throw error;
      }
    },
  };
}

async function readParts(path: string, context: string): Promise<Map<string, RememberedPart>> {
  const parts = new Map<string, RememberedPart>();
  // The same few vectors stand in every part.
  const vectors = new Map<string, string>();
  const shared = (vector: string): string => {
    const known = vectors.get(vector);
    if (known === undefined) vectors.set(vector, vector);
    return known ?? vector;
  };
  const sharing = ({ result, ...part }: RememberedPart): RememberedPart => {
    const { tally, rawTally } = result.counts;
    const sharedIn = <T extends TallyCounts | undefined>(counts: T) => counts && { ...counts, vectors: counts.vectors.map(shared) };
    return { ...part, result: { ...result, counts: { ...result.counts, tally: sharedIn(tally), rawTally: sharedIn(rawTally) } } };
  };
  const stream = createReadStream(path, 'utf8');
  let wanted: number | undefined;
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (wanted === undefined) {
        const header = headerOf(line);
        if (header === undefined)
          throw new NoState(`${path} is no state of a scan, so it is not overwritten. Name another file for --state, or delete this one.`);
        if (header.format !== format || header.context !== context) return parts;
        wanted = header.parts;
        continue;
      }
      const part = sharing(JSON.parse(line) as RememberedPart);
      parts.set(part.subscriptions, part);
    }
  } catch (error) {
    if (error instanceof NoState) throw error;
    // Missing or damaged: everything is assessed again.
    return new Map();
  } finally {
    stream.destroy();
  }
  return parts.size === wanted ? parts : new Map();
}

/** The file named for the state is something else. */
export class NoState extends Error {
  override readonly name = 'NoState';
}

function headerOf(line: string): { readonly format: string; readonly context: string; readonly parts: number } | undefined {
  try {
    const header = JSON.parse(line) as { readonly format: string; readonly context: string; readonly parts: number };
    return typeof header.format === 'string' && header.format.startsWith('plumbline-state/') ? header : undefined;
  } catch {
    return undefined;
  }
}
