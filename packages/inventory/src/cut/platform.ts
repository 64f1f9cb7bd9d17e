/** What differs between Node and a browser in how fast bytes become text. */
export interface Platform {
  allocate(bytes: number): Uint8Array;
  /** Decodes UTF-8; what is not UTF-8 becomes U+FFFD. */
  text(bytes: Uint8Array, start: number, end: number): string;
  /** Index of a sequence of bytes at or after `from`, -1 when there is none; absent where it would be no faster than a loop. */
  readonly find?: (bytes: Uint8Array, sequence: Uint8Array, from: number) => number;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Runs anywhere. */
export const anyPlatform: Platform = {
  allocate: (bytes) => new Uint8Array(bytes),
  text: (bytes, start, end) => decoder.decode(bytes.subarray(start, end)),
};
