import { isTakenAsGiven } from '../type-facts.ts';
import type { IdParts } from './arm-id-bytes.ts';
import { type ExtractedType, Extractor } from './extractor.ts';
import { wantedOf } from './wanted.ts';

/** A resource of a subscription that is taken as it is given, so that reading it can be left to somebody else. */
export interface PlainResource {
  /** Lower case. */
  readonly type: string;
  /** Lower-case GUID. */
  readonly subscription: string;
  /** Where its id begins, in the bytes that it was found in; plain ASCII, without its quotes. */
  readonly idStart: number;
  /** Where it ends, and its parts. */
  readonly id: Readonly<IdParts>;
}

interface PlainType extends ExtractedType {
  readonly type: string;
}

const subscriptionStart = '/subscriptions/'.length;
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** @returns what finds out, from the bytes of a value, whether it is such a resource; what it gives is overwritten by the next. */
export function plainResources(): (bytes: Uint8Array, start: number, end: number) => PlainResource | undefined {
  const wanted = wantedOf({});
  const extractor = new Extractor<PlainType>((spelling) =>
    wanted !== undefined && isTakenAsGiven(spelling) ? { type: spelling.toLowerCase(), wanted, hasTellingNames: false } : undefined,
  );
  // One for all: there are millions.
  const found = { type: '', subscription: '', idStart: 0, id: extractor.id };
  return (bytes, start, end) => {
    if (!extractor.read(bytes, start, end) || extractor.type === undefined) return undefined;
    let subscription = '';
    const from = extractor.idStart + subscriptionStart;
    for (let at = from; at < extractor.idStart + extractor.id.subscription; at += 1)
      subscription += String.fromCharCode(bytes[at] as number);
    subscription = subscription.toLowerCase();
    // The same text again costs less where it is compared.
    if (subscription !== found.subscription) {
      if (!guid.test(subscription)) return undefined;
      found.subscription = subscription;
    }
    found.type = extractor.type.type;
    found.idStart = extractor.idStart;
    return found;
  };
}
