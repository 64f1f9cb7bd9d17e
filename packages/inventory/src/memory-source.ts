import type { InputSource } from './read-inputs.ts';

/** An input that is in memory already: a text, or the bytes of a file that was dropped on a page. @param pieceBytes how much of it is given out at once. */
export function memorySource(file: string, content: string | Uint8Array, pieceBytes = 1 << 20): InputSource {
  return {
    file,
    async *chunks() {
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
    },
  };
}
