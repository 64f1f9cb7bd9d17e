// Reads one line: what is wanted of the resource on it, as keys. Whatever is odd about it is refused; `extractor.ts` then looks at it.
import { isSame } from './fold';
import { forgetIds, noteId } from './found-ids';
import { idEnd, isSubscriptionId, readIdParts, resourceEnd } from './ids';
import { notPassed, passSpace, passValue, valueAt } from './json';
import {
  aloneEnd,
  clearKeys,
  leafMark,
  leafOfOneKey,
  lower,
  mark,
  seenEnd,
  slotCount,
  waitingEnd,
} from './keys';
import { aloneAt, earlyAt, locationsAt, longestSpelling, mostEarly, resultAt, seenAt, typesAt, waitingAt } from './layout';
import { findQuotes, passText, plainNameEnd } from './quotes';
import { takeMember } from './values';
import { memberOf, numberOf, wantedOf, wholeOf } from './wanted';

export { addToDigest, beginDigest, endDigest, prepareDigests } from './digest';
export { isPrinted } from './printed';
export { findLines } from './search';
export {
  aloneAt, digestAt, foundAt, idsAt, idWordsAt, lineAt, resultAt, seenAt, signsAt, soughtAt, tablesAt, typesAt, locationsAt, waitingAt,
} from './layout';

const refused: i32 = 0;
const taken: i32 = 1;
/** Nobody said what is wanted of the type: it stands between the first two numbers. */
const isUnknownType: i32 = 2;
const isUnknownLocation: i32 = 3;
/** Resources of the type are never taken. */
const isDeclined: i32 = 4;

const hasId: i32 = 1;
const hasName: i32 = 2;
const hasType: i32 = 4;
const hasProperties: i32 = 8;
const hasAll: i32 = 15;

/** The bytes of names, the first one lowest. */
const idWord: u32 = 0x6469;
const nameWord: u32 = 0x656d616e;
const typeWord: u32 = 0x65707974;
const tagsWord: u32 = 0x73676174;
const locationWord: u64 = 0x6e6f697461636f6c;
/** `properti` and `es`; `apiversi` and `on`. */
const propertiesWord: u64 = 0x69747265706f7270;
const propertiesRest: u32 = 0x7365;
const versionWord: u64 = 0x6973726576697061;
const versionRest: u32 = 0x6e6f;

/** @returns which of the four members that make a resource has this name; 0: none; -1: one of them in another case, or a version. */
// @ts-ignore: decorator
@inline
function partNamed(name: usize, length: usize): i32 {
  if (length == 2) {
    const word: u32 = load<u16>(name);
    return word == idWord ? hasId : (word | 0x2020) == idWord ? -1 : 0;
  }
  if (length == 4) {
    const word = load<u32>(name);
    if (word == nameWord) return hasName;
    if (word == typeWord) return hasType;
    const folded = word | 0x20202020;
    return folded == nameWord || folded == typeWord ? -1 : 0;
  }
  if (length == 10) {
    const word = load<u64>(name);
    const rest: u32 = load<u16>(name, 8);
    if (word == propertiesWord && rest == propertiesRest) return hasProperties;
    const folded = word | 0x2020202020202020;
    const foldedRest = rest | 0x2020;
    // What stands for an alias may hang on the version of the API.
    const isOdd = (folded == propertiesWord && foldedRest == propertiesRest) || (folded == versionWord && foldedRest == versionRest);
    return isOdd ? -1 : 0;
  }
  return 0;
}

/** @returns the entry of a text that is known; 0: it is not. */
function known(table: usize, start: usize, length: usize): usize {
  let entry: usize = load<u32>(table + length * 4);
  while (entry != 0 && !isSame(start, entry + 16, <i32>length)) entry = load<u32>(entry);
  return entry;
}

// @ts-ignore: decorator
@inline
function tell(index: i32, number: usize): void {
  store<u32>(resultAt + (index << 2), <u32>number);
}

/**
 * @param from its opening bracket
 * @param to what ends the line, at least 16 bytes before the end of the memory
 * @param shift what is taken from positions before they are told
 */
export function read(from: usize, to: usize, shift: usize): i32 {
  const held = load<u8>(to);
  store<u8>(to, 0);
  const answer = readLine(from, to, shift);
  store<u8>(to, held);
  return answer;
}

function readLine(from: usize, to: usize, shift: usize): i32 {
  if (load<u8>(from) != 0x7b || !findQuotes(from, to)) return refused;
  clearKeys(shift);
  forgetIds();
  let early = earlyAt;
  const lastEarly = earlyAt + mostEarly * 12;
  let found = 0;
  let shape = 0;
  /** Of what is known of the type. */
  let type: usize = 0;
  let wanted: usize = 0;
  /** Of those known, from 1. */
  let location = 0;
  let idStart: usize = 0;
  let idParts: usize = 0;
  let ownIdEnd: usize = 0;
  let at = passSpace(from + 1);
  while (true) {
    if (load<u8>(at) != 0x22) return refused;
    const name = at + 1;
    const nameEnd = plainNameEnd(name);
    if (nameEnd == notPassed) return refused;
    const value = valueAt(nameEnd + 1);
    if (value == notPassed) return refused;
    const length = nameEnd - name;
    const part = partNamed(name, length);
    if (part == -1 || (found & part) != 0) return refused;
    found |= part;
    let isEarly = true;
    if (part == hasId) {
      idStart = value + 1;
      if (load<u8>(value) != 0x22 || !isSubscriptionId(idStart) || !readIdParts(idStart)) return refused;
      if (resourceEnd == 0 || load<u8>(idEnd) != 0x22) return refused;
      ownIdEnd = idEnd;
      idParts = resourceEnd;
      noteId(0, idStart, shift);
      at = idEnd + 1;
    } else if (part == hasType) {
      if (load<u8>(value) != 0x22) return refused;
      at = passText(value + 1);
      const spelled = at - value - 2;
      if (<i32>spelled > longestSpelling) return refused;
      type = known(typesAt, value + 1, spelled);
      if (type == 0) {
        tell(0, value + 1 - shift);
        tell(1, at - 1 - shift);
        return isUnknownType;
      }
      wanted = load<u32>(type, 4);
      if (wanted == 0) return isDeclined;
    } else {
      const byte = load<u8>(value);
      if (part == hasName && byte != 0x22) return refused;
      if (part == hasProperties && byte != 0x7b) return refused;
      if (length == 8 && load<u64>(name) == locationWord) {
        // Of two the parser takes the last.
        if ((shape & 3) != 0) return refused;
        shape |= byte == 0x22 ? 1 : 2;
        if (byte == 0x22) {
          const end = plainNameEnd(value + 1);
          if (end == notPassed || <i32>(end - value) > longestSpelling) return refused;
          const place = known(locationsAt, value + 1, end - value - 1);
          if (place == 0) {
            tell(0, value + 1 - shift);
            tell(1, end - shift);
            return isUnknownLocation;
          }
          location = load<i32>(place, 4);
        }
      } else if (length == 4 && part == 0 && (load<u32>(name) | 0x20202020) == tagsWord)
        shape |= byte == 0x7b ? 4 : byte == 0x5b ? 8 : byte == 0x6e ? 16 : 32;
      if (type == 0 || part == hasName) {
        at = passValue(value);
        if (at == notPassed) return refused;
        if (part == hasName) {
          tell(2, value - shift);
          tell(3, at - shift);
        }
      } else {
        isEarly = false;
        const member = memberOf(wanted, name, nameEnd);
        at = member == 0 ? passValue(value) : takeMember(member, name, value);
        if (at == notPassed) return refused;
      }
    }
    if (isEarly) {
      if (early == lastEarly) return refused;
      store<u32>(early, name);
      store<u32>(early, nameEnd, 4);
      store<u32>(early, value, 8);
      early += 12;
    }
    at = passSpace(at);
    const next = load<u8>(at);
    if (next == 0x7d) break;
    if (next != 0x2c) return refused;
    at = passSpace(at + 1);
  }
  if (passSpace(at + 1) != to || found != hasAll) return refused;
  for (let entry = earlyAt; entry < early; entry += 12) {
    const name: usize = load<u32>(entry);
    const member = memberOf(wanted, name, load<u32>(entry, 4));
    if (member == 0) continue;
    const value: usize = load<u32>(entry, 8);
    if (value == idStart - 1) {
      if (!leafOfOneKey(wholeOf(wantedOf(member)), numberOf(wantedOf(member)), value, ownIdEnd + 1)) return refused;
    } else if (takeMember(member, name, value) == notPassed) return refused;
  }
  mark(1, leafMark, shape);
  if (load<u32>(type, 12) != 0) lower(idParts, ownIdEnd);
  tell(0, load<u32>(type, 8));
  tell(4, location);
  tell(5, seenEnd - seenAt);
  tell(6, waitingEnd - waitingAt);
  tell(7, aloneEnd - aloneAt);
  tell(8, slotCount);
  return taken;
}
