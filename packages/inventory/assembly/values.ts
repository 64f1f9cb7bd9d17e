// Takes wanted values out of a value. The same as `extractor.ts` does.
import { isSame } from './fold';
import { notPassed, passSpace, passValue, valueAt } from './json';
import { closeMark, copyName, isFull, leaf, leafMark, mark, openMark, spellingMark } from './keys';
import { plainNameEnd } from './quotes';
import { belowOf, itemsOf, lengthOf, memberOf, membersOf, nameOf, numberOf, wantedOf, wholeOf } from './wanted';

/** @returns behind the value of a member that is wanted. */
export function takeMember(member: usize, name: usize, value: usize): usize {
  const wanted = wantedOf(member);
  const length = lengthOf(member);
  if (!isSame(name, nameOf(member), length)) {
    // Whoever looks for the exact name finds another thing than in a resource that spells it so.
    const who = wholeOf(wanted) | belowOf(wanted);
    mark(who, spellingMark, numberOf(wanted));
    copyName(who, name, length);
  }
  return takeValue(wanted, value);
}

function takeValue(wanted: usize, start: usize): usize {
  const byte = load<u8>(start);
  const whole = wholeOf(wanted);
  const below = belowOf(wanted);
  const isObject = byte == 0x7b && membersOf(wanted) != 0;
  if (isObject || (byte == 0x5b && itemsOf(wanted) != 0)) {
    mark(below, openMark, numberOf(wanted));
    const at = isObject ? takeObject(wanted, start) : takeList(itemsOf(wanted), start);
    mark(below, closeMark, isObject ? 0 : 1);
    return whole == 0 || at == notPassed || leaf(whole, numberOf(wanted), start, at) ? at : notPassed;
  }
  const at = passValue(start);
  return at == notPassed || leaf(whole | below, numberOf(wanted), start, at) ? at : notPassed;
}

/** Two members of one name are two values of the key: which of them counts follows from it. */
function takeObject(wanted: usize, start: usize): usize {
  let at = passSpace(start + 1);
  if (load<u8>(at) == 0x7d) {
    // Whether there is anything at all is asked too.
    mark(belowOf(wanted), leafMark, 255);
    return at + 1;
  }
  while (true) {
    if (load<u8>(at) != 0x22) return notPassed;
    const name = at + 1;
    const nameEnd = plainNameEnd(name);
    if (nameEnd == notPassed) return notPassed;
    const value = valueAt(nameEnd + 1);
    if (value == notPassed) return notPassed;
    const member = memberOf(wanted, name, nameEnd);
    at = member == 0 ? passValue(value) : takeMember(member, name, value);
    if (at == notPassed || isFull()) return notPassed;
    at = passSpace(at);
    const next = load<u8>(at);
    if (next == 0x7d) return at + 1;
    if (next != 0x2c) return notPassed;
    at = passSpace(at + 1);
  }
}

function takeList(items: usize, start: usize): usize {
  let at = passSpace(start + 1);
  if (load<u8>(at) == 0x5d) return at + 1;
  while (true) {
    at = takeValue(items, at);
    if (at == notPassed || isFull()) return notPassed;
    at = passSpace(at);
    const next = load<u8>(at);
    if (next == 0x5d) return at + 1;
    if (next != 0x2c) return notPassed;
    at = passSpace(at + 1);
  }
}
