// What is wanted of a type, as tables that the caller has written; `src/extract/module-tables.ts` says how.
import { isFoldedSame } from './fold';

// @ts-ignore: decorator
@inline
export function numberOf(wanted: usize): i32 {
  return load<u8>(wanted);
}
// @ts-ignore: decorator
@inline
export function wholeOf(wanted: usize): u32 {
  return load<u8>(wanted, 1);
}
// @ts-ignore: decorator
@inline
export function belowOf(wanted: usize): u32 {
  return load<u8>(wanted, 2);
}
// @ts-ignore: decorator
@inline
export function itemsOf(wanted: usize): usize {
  return load<u32>(wanted, 4);
}
// @ts-ignore: decorator
@inline
export function membersOf(wanted: usize): usize {
  return load<u32>(wanted, 8);
}

// Of a member.
// @ts-ignore: decorator
@inline
export function wantedOf(member: usize): usize {
  return load<u32>(member, 4);
}
// @ts-ignore: decorator
@inline
export function lengthOf(member: usize): i32 {
  return load<i32>(member, 8);
}
// @ts-ignore: decorator
@inline
export function nameOf(member: usize): usize {
  return load<u32>(member, 12);
}

/** @returns the wanted member of this name, in any case; 0: there is none. */
// @ts-ignore: decorator
@inline
export function memberOf(wanted: usize, name: usize, end: usize): usize {
  const members = membersOf(wanted);
  const length = end - name;
  if (members == 0 || length > load<u32>(wanted, 12)) return 0;
  let member: usize = load<u32>(members + length * 4);
  while (member != 0 && !isFoldedSame(name, member + 16, <i32>length)) member = load<u32>(member);
  return member;
}
