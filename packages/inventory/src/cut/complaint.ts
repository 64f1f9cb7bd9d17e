// The sentences about text that is not JSON or cannot be taken.
import type { Refusal } from '../element.ts';
import { deepest } from './depth.ts';
import type { JsonFault } from './json-fault.ts';

function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

export function megabytes(bytes: number): string {
  return bytes >= 1 << 20 ? `${Math.round(bytes / (1 << 20))} MB` : `${grouped(bytes)} bytes`;
}

export function tooLarge(largest: number): Refusal {
  return {
    code: 'too-large',
    message: `This value is larger than ${megabytes(largest)}, the most that is read at once.`,
    hint: 'Leave the resource out, or write the list as one resource a line (jq -c ".[]").',
  };
}

export function tooDeep(): Refusal {
  return {
    code: 'too-deep',
    message: `This value is nested deeper than ${grouped(deepest)} levels.`,
    hint: 'No Azure resource is: look at what made the file.',
  };
}

/** @param fault where it stops being JSON, if that could be found. */
export function brokenLine(fault: JsonFault | undefined, line: { readonly start: number; readonly isLast: boolean }): Refusal {
  const where =
    fault === undefined ? '' : ` at column ${grouped(fault.at - line.start + 1)}: expected ${fault.expected}, found ${fault.found}`;
  if (fault?.ended === true && line.isLast) {
    return {
      code: 'truncated',
      message: `The file ends in the middle of its last line${where}.`,
      hint: 'Export again, or copy the file again; every line before was read.',
    };
  }
  return {
    code: 'not-json',
    message: `The line is not JSON${where}.`,
    hint: 'Correct this line or export again; every other line was read.',
  };
}

/** @param read how many values of the list were read before. */
export function brokenValue(
  fault: JsonFault | undefined,
  at: { readonly base: number; readonly read: number; readonly goesOn: boolean },
): Refusal {
  const where = fault === undefined ? '' : ` at byte ${grouped(at.base + fault.at + 1)}: expected ${fault.expected}, found ${fault.found}`;
  if (fault?.ended === true) {
    return {
      code: 'truncated',
      message: `The file ends in the middle of this value${where}. ${grouped(at.read)} before it were read.`,
      hint: 'Export again, or copy the file again.',
    };
  }
  return {
    code: 'not-json',
    message: `The text is not JSON${where}. ${at.goesOn ? 'Reading went on behind it.' : `${grouped(at.read)} before it were read, nothing behind it could be.`}`,
    hint: at.goesOn
      ? 'Correct this place or export again.'
      : 'Correct this place or export again; in a file with one resource a line (jq -c ".[]"), a mistake costs only its line.',
  };
}

export function unclosed(what: string, read: number): Refusal {
  return {
    code: 'truncated',
    message: `The file ends before ${what} is closed. ${grouped(read)} in it were read.`,
    hint: 'Export again, or copy the file again: the end is missing.',
  };
}
