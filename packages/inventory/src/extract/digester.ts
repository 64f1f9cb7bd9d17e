// Digests of blocks, of lines, and of what was taken from those, by the module that reads them: six times as fast as SHA-256 of a line.
import type { Content } from './content.ts';
import { type FoundIds, idNumber, notFolded, numbersOfId } from './found-ids.ts';
import { type LineModule, lineModule } from './line-module.ts';

/** Room for bytes that stand elsewhere; longer lines are taken piece by piece, wherever they stand. */
const pieceBytes = 1 << 20;
const wordsOfDigest = 4;

/** @returns undefined where there is no WebAssembly for it. */
export function lineDigester(key: Uint8Array): Digester | undefined {
  const module = lineModule();
  return module && new Digester(module, key);
}

export class Digester {
  /** Of what was taken since `begin`; overwritten by the next one. */
  readonly digest: Uint32Array;
  private readonly module: LineModule;
  private readonly memory: Uint8Array;

  /** @param key 16 secret bytes */
  constructor(module: LineModule, key: Uint8Array) {
    this.module = module;
    this.memory = new Uint8Array(module.memory);
    this.memory.set(key.subarray(0, 16), module.at.digest);
    module.prepareDigests();
    this.digest = new Uint32Array(module.memory, module.at.digest + 16, wordsOfDigest);
  }

  begin(): void {
    this.module.beginDigest();
  }

  end(): void {
    this.module.endDigest();
  }

  /** @returns the digest of bytes. */
  of(bytes: Uint8Array, from: number, to: number): Uint32Array {
    this.begin();
    this.add(bytes, from, to);
    this.end();
    return this.digest;
  }

  /** @returns room for bytes of which digests are made fastest. Only where nothing else uses the module. */
  room(length: number): Uint8Array {
    return this.memory.subarray(this.module.at.tables, this.module.at.tables + length);
  }

  add(bytes: Uint8Array, from: number, to: number): void {
    const { module, memory } = this;
    const isHere = bytes.buffer === memory.buffer;
    for (let at = from; at < to || at === from; at += pieceBytes) {
      const end = Math.min(to, at + pieceBytes);
      if (!isHere) memory.set(bytes.subarray(at, end), module.at.line);
      module.addToDigest(isHere ? bytes.byteOffset + at : module.at.line, end - at);
    }
  }

  /** @param content of the same module's memory */
  addContent({ bytes, length }: Content): void {
    this.module.addToDigest(bytes.byteOffset, length);
  }

  /** The ids that content has slots for, in lower case. @returns false where one of them is no plain ASCII */
  addSlots({ numbers, words }: FoundIds, count: number): boolean {
    for (let slot = 1; slot <= count; slot += 1) {
      const at = slot * numbersOfId;
      const from = numbers[at + idNumber.words] as number;
      if (from === notFolded) return false;
      this.module.addToDigest(words.byteOffset + from * 4, numbers[at + idNumber.length] as number);
    }
    return true;
  }
}
