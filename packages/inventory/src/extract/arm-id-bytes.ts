// ARM ids within bytes: where the names stand that are of no meaning by themselves.

/** Where the parts of an id end, counted from its first byte; 0: it has no such part. */
export interface IdParts {
  /** Behind the id. */
  end: number;
  subscription: number;
  resourceGroup: number;
  /** The first resource: `…/providers/NAMESPACE/TYPE/NAME`. */
  resource: number;
}

const subscriptions = bytesOf('/subscriptions/');
const resourceGroups = bytesOf('/resourcegroups/');
const providers = bytesOf('/providers/');

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Whether a lower-case word stands there, in any case. Its bytes are letters and slashes. */
function isAt(bytes: Uint8Array, start: number, word: Uint8Array): boolean {
  for (let at = 0; at < word.length; at += 1) {
    const byte = bytes[start + at] as number;
    if (byte !== word[at] && (byte < 0x41 || byte > 0x5a || byte + 0x20 !== word[at])) return false;
  }
  return true;
}

export function isSubscriptionId(bytes: Uint8Array, start: number): boolean {
  return isAt(bytes, start, subscriptions);
}

/** @returns the index of the slash or quote that ends the segment; -1 where it is empty, or has escapes or (unless `takesAny`) letters beyond ASCII. */
function segmentEnd(bytes: Uint8Array, start: number, takesAny: boolean): number {
  let at = start;
  for (;;) {
    const byte = bytes[at] as number;
    if (byte === 0x2f || byte === 0x22) return at === start ? -1 : at;
    if (byte === 0x5c || byte < 0x20 || byte === 0x7f || (byte > 0x7f && !takesAny)) return -1;
    at += 1;
  }
}

/**
 * Takes apart an id that begins with `/subscriptions/`.
 *
 * @param start of its first slash, within a text of JSON that has been passed
 * @param takesAny also names with letters beyond ASCII
 * @returns false where it has empty segments, ends in a slash, or has escapes or other letters
 */
export function readIdParts(bytes: Uint8Array, start: number, parts: IdParts, takesAny = false): boolean {
  parts.resourceGroup = 0;
  parts.resource = 0;
  let at = segmentEnd(bytes, start + subscriptions.length, takesAny);
  if (at === -1) return false;
  parts.subscription = at - start;
  let isPlain = false;
  if (isAt(bytes, at, resourceGroups)) {
    at = segmentEnd(bytes, at + resourceGroups.length, takesAny);
    if (at === -1) return false;
    parts.resourceGroup = at - start;
    isPlain = isAt(bytes, at, providers);
  }
  if (isPlain) {
    const namespace = segmentEnd(bytes, at + providers.length, takesAny);
    const type = namespace === -1 || bytes[namespace] === 0x22 ? -1 : segmentEnd(bytes, namespace + 1, takesAny);
    if (type !== -1 && bytes[type] === 0x2f) {
      at = segmentEnd(bytes, type + 1, takesAny);
      if (at === -1) return false;
      parts.resource = at - start;
    }
  }
  while (bytes[at] === 0x2f) {
    at = segmentEnd(bytes, at + 1, takesAny);
    if (at === -1) return false;
  }
  parts.end = at;
  return true;
}
