// JSON documents one behind the other, in any print. The items of a list are cut and handed on one by one, whether the list is the
// document or stands in an envelope (`{"data":[`, `{"value":[`, `{"data":{"columns":…,"rows":[`); everything else is handed on whole.
import type { JsonValue } from '@plumbline/policy';
import type { ElementReader } from '../element.ts';
import { isObject } from '../json-member.ts';
import { columnsIn, pageFactsOf } from '../page.ts';
import { type BracketScan, passBrackets, passText } from './bracket-scan.ts';
import { brokenValue, tooDeep, tooLarge, unclosed } from './complaint.ts';
import type { Cutter } from './cutter.ts';
import { documentHead } from './document-head.ts';
import { type Guess, itemGuess } from './item-guess.ts';
import { charAt, faultIn, type JsonFault } from './json-fault.ts';
import { documentOpenings, firstOf, isBlank } from './openings.ts';
import type { Platform } from './platform.ts';
import type { Window } from './window.ts';

export interface CutLimits {
  /** Bytes of the largest value that is read. */
  readonly largest: number;
  /** Bytes after which a value that has not ended is looked at: a missing bracket would otherwise swallow the rest of the file. */
  readonly suspicious: number;
}

type Mode =
  /** Between documents. */
  | 'between'
  /** In a document that is an object, looking for a list in it. */
  | 'object'
  /** In a list, between its items. */
  | 'items'
  /** In an item, or in a document that is kept whole. */
  | 'item'
  /** In an item of a list that is no object. */
  | 'scalar'
  /** In a value that is too large. */
  | 'skip'
  /** Behind a mistake, looking for the next beginning. */
  | 'seek'
  /** At the end of the file, behind what could not be completed. */
  | 'lost';

/** A list that is being cut, with what of its envelope has been read. */
interface Envelope {
  /** Text of the envelope so far; each list that was cut stands in it as `[]`. Undefined when the document itself is the list. */
  text: string | undefined;
  /** What would close the envelope where the list stands. */
  closing: string;
  rows: number;
}

export function documentCutter(options: {
  readonly window: Window;
  readonly reader: ElementReader;
  readonly platform: Platform;
  readonly limits: CutLimits;
}): Cutter {
  const { window, reader, platform, limits } = options;
  const { place, findings } = reader;
  const scan: BracketScan = { at: window.start, depth: 0, isInText: false };
  const guess: Guess = itemGuess(platform);
  const envelope: Envelope = { text: undefined, closing: '', rows: 0 };
  const head = documentHead();
  let mode: Mode = 'between';
  /** Where the value begins that must stay in the window; -1 when there is none. */
  let mark = -1;
  /** In an item: where its line begins, if nothing but blanks stands before it; -1 otherwise. */
  let lineStart = -1;
  let isSuspected = false;
  let isFinal = false;
  let isInList = false;
  let sought: { readonly openings: readonly Uint8Array[]; readonly complain: (goesOn: boolean) => void } = {
    openings: [],
    complain: () => undefined,
  };

  const text = (from: number, to: number) => platform.text(window.bytes, from, to);

  function advance(moved: number): 'more' {
    scan.at -= moved;
    if (mark >= 0) mark -= moved;
    if (lineStart >= 0) lineStart -= moved;
    head.textFrom -= moved;
    guess.moved(moved);
    while (step()) {
      // Each step goes on until it needs more bytes or changes the mode.
    }
    window.start = Math.min(scan.at, mark >= 0 ? mark : scan.at, lineStart >= 0 ? lineStart : scan.at, window.end);
    return 'more';
  }

  function step(): boolean {
    switch (mode) {
      case 'between':
        return stepBetween();
      case 'object':
        return stepObject();
      case 'items':
        return stepItems();
      case 'item':
        return stepItem();
      case 'scalar':
        return stepScalar();
      case 'skip':
        return stepSkip();
      case 'seek':
        return stepSeek();
      case 'lost':
        scan.at = window.end;
        return false;
    }
  }

  function stepBetween(): boolean {
    const { bytes, end } = window;
    mark = -1;
    lineStart = -1;
    while (scan.at < end) {
      const byte = bytes[scan.at] ?? 0;
      if (isBlank(byte) || byte === 0x1e) scan.at += 1;
      else if (byte === 0xef && (scan.at + 3 <= end || !isFinal)) {
        // A byte-order mark in the middle, as `cat` leaves it.
        if (scan.at + 3 > end) return false;
        scan.at += 3;
      } else if (byte === 0x5b) {
        beginList('$', undefined, '');
        scan.at += 1;
        return true;
      } else if (byte === 0x7b) {
        beginObject();
        return true;
      } else {
        place.root = '$';
        place.index = -1;
        if (!isFinal && end - scan.at < 64) return false;
        const found = charAt(bytes, scan.at, end);
        const fault: JsonFault = { at: scan.at, path: '', expected: '"{" or "["', found, ended: false };
        const { base } = window;
        seek(documentOpenings, scan.at, (goesOn) => {
          findings.refuse(brokenValue(fault, { base, read: 0, goesOn }));
        });
        return true;
      }
    }
    return false;
  }

  function beginList(root: string, envelopeText: string | undefined, closing: string): void {
    place.root = root;
    place.index = -1;
    envelope.text = envelopeText;
    envelope.closing = closing;
    envelope.rows = 0;
    isInList = true;
    mark = -1;
    lineStart = -1;
    guess.reset();
    mode = 'items';
    if (envelopeText === undefined) findings.shape('array');
    else findings.pageBegins();
  }

  function beginObject(): void {
    place.root = '$';
    place.index = -1;
    place.context = undefined;
    place.columns = undefined;
    mark = scan.at;
    scan.at += 1;
    scan.isInText = false;
    isInList = false;
    isSuspected = false;
    envelope.text = undefined;
    head.reset();
    mode = 'object';
  }

  /** Walks over the members of a document until a list is found that is to be cut, or the document ends. */
  function stepObject(): boolean {
    for (;;) {
      const { bytes } = window;
      const end = bound();
      if (head.isInContainer) {
        if (!passBrackets(scan, bytes, end)) return checkSize(end);
        head.isInContainer = false;
      } else if (scan.isInText) {
        if (!passText(scan, bytes, end)) return checkSize(end);
        if (head.expectsKey) head.key = scan.at - head.textFrom <= 20 ? text(head.textFrom, scan.at - 1) : '';
        if (head.level === 1 && head.expectsKey && head.key.toLowerCase() === 'id') head.hasId = true;
      }
      if (scan.at >= end) return checkSize(end);
      const byte = bytes[scan.at];
      if (byte === 0x7d && head.level === 1) {
        scan.at += 1;
        endObject();
        return true;
      }
      if (byte === 0x5b && isListAhead()) return true;
      scan.at += 1;
      if (byte === 0x22) {
        head.textFrom = scan.at;
        scan.isInText = true;
      } else if (byte === 0x3a) head.expectsKey = false;
      else if (byte === 0x2c) head.expectsKey = true;
      else if (byte === 0x7d) head.level = 1;
      else if (byte === 0x7b && head.level === 1 && head.key === 'data' && !head.hasId && !head.expectsKey) {
        head.level = 2;
        head.expectsKey = true;
      } else if (byte === 0x7b || byte === 0x5b) {
        scan.depth = 1;
        head.isInContainer = true;
      }
    }
  }

  /** At a `[` in the head of a document: begins to cut it where it is the list that the document is an envelope of. */
  function isListAhead(): boolean {
    if (head.expectsKey || head.hasId) return false;
    const isPage = head.level === 1 && (head.key === 'data' || head.key === 'value');
    if (!isPage && !(head.level === 2 && head.key === 'rows')) return false;
    const closing = head.level === 2 ? '}}' : '}';
    const before = `${envelope.text ?? ''}${text(mark, scan.at)}[]`;
    const known = parsed(before + closing);
    if (known === undefined) return false;
    if (head.level === 2) {
      place.columns = isObject(known['data']) ? columnsIn(known['data']) : undefined;
      if (place.columns === undefined) return false;
    }
    const facts = pageFactsOf(known);
    place.context = facts.context;
    beginList(head.level === 2 ? '$.data.rows' : `$.${head.key}`, before, closing);
    scan.at += 1;
    return true;
  }

  function parsed(json: string) {
    try {
      const value = JSON.parse(json) as JsonValue;
      return isObject(value) ? value : undefined;
    } catch {
      return undefined;
    }
  }

  function endObject(): void {
    const { bytes } = window;
    if (envelope.text === undefined) {
      findings.shape('object');
      takeValue(mark, scan.at);
    } else {
      const known = parsed(envelope.text + text(mark, scan.at));
      if (known === undefined) {
        place.index = -1;
        const fault = faultIn(bytes, mark, scan.at);
        const shown: JsonFault | undefined = fault === undefined ? undefined : { ...fault, ended: false };
        findings.refuse(brokenValue(shown, { base: window.base, read: envelope.rows, goesOn: true }));
      } else findings.page(pageFactsOf(known), envelope.rows);
    }
    mark = -1;
    if (mode === 'object') mode = 'between';
  }

  function stepItems(): boolean {
    const { bytes, end } = window;
    while (scan.at < end) {
      const byte = bytes[scan.at] ?? 0;
      if (byte === 0x0a) lineStart = scan.at;
      else if (byte === 0x2c) lineStart = -1;
      else if (byte === 0x5d) {
        scan.at += 1;
        endList();
        return true;
      } else if (byte === 0x7b || byte === 0x5b) {
        mark = scan.at;
        place.index += 1;
        scan.at += 1;
        scan.depth = 1;
        scan.isInText = false;
        isSuspected = false;
        guess.begin({ bytes, lineStart, mark });
        mode = 'item';
        return true;
      } else if (!isBlank(byte)) {
        mark = scan.at;
        place.index += 1;
        scan.isInText = false;
        mode = 'scalar';
        return true;
      }
      scan.at += 1;
    }
    return false;
  }

  function endList(): void {
    const rows = place.index + 1;
    place.index = -1;
    isInList = false;
    lineStart = -1;
    place.columns = undefined;
    if (envelope.text === undefined) {
      mark = -1;
      mode = 'between';
      return;
    }
    envelope.rows = rows;
    mark = scan.at;
    head.afterList();
    mode = 'object';
  }

  function stepItem(): boolean {
    const { bytes, end } = window;
    const guessed = guess.end({ bytes, end, mark, isFinal });
    if (guessed === 'wait') return false;
    if (guessed !== undefined) {
      if (guessed - mark <= limits.largest && reader.read(bytes, mark, guessed) === 'taken') {
        guess.succeeded();
        itemDone(guessed);
        return true;
      }
      guess.failed();
    }
    const until = bound();
    if (!passBrackets(scan, bytes, until)) return checkSize(until);
    const to = scan.at;
    if (to - mark > limits.largest) findings.refuse(tooLarge(limits.largest));
    else takeValue(mark, to);
    // A mistake in it may have moved the place where reading goes on.
    if (mode === 'item') itemDone(scan.at);
    return true;
  }

  function itemDone(at: number): void {
    scan.at = at;
    scan.isInText = false;
    mark = -1;
    lineStart = -1;
    mode = isInList ? 'items' : 'between';
  }

  /** Reads `[from, to)`, a value with all its brackets closed. */
  function takeValue(from: number, to: number): void {
    const result = reader.read(window.bytes, from, to);
    if (result === 'too-deep') findings.refuse(tooDeep());
    else if (result === 'not-json') broken(faultIn(window.bytes, from, to), to);
  }

  function stepScalar(): boolean {
    const { bytes } = window;
    const until = Math.min(window.end, mark + limits.suspicious);
    for (;;) {
      if (scan.isInText && !passText(scan, bytes, until)) break;
      if (scan.at >= until) break;
      const byte = bytes[scan.at] ?? 0;
      if (byte === 0x22) {
        scan.isInText = true;
        scan.at += 1;
      } else if (byte === 0x2c || byte === 0x5d || byte === 0x7d || byte === 0x7b || byte === 0x5b || isBlank(byte)) {
        // A bracket that closes nothing is passed over with the rest of the mistake.
        if (scan.at === mark) scan.at += 1;
        takeValue(mark, scan.at);
        if (mode === 'scalar') itemDone(scan.at);
        return true;
      } else scan.at += 1;
    }
    if (until < mark + limits.suspicious) return false;
    broken(faultIn(bytes, mark, until), undefined);
    return true;
  }

  function stepSkip(): boolean {
    if (!passBrackets(scan, window.bytes, window.end)) return false;
    itemDone(scan.at);
    return true;
  }

  /** How far to look before the size of the value is checked. */
  function bound(): number {
    const most = isSuspected ? limits.largest + 1 : limits.suspicious;
    return Math.min(window.end, mark + most);
  }

  /** Called at `end`, where a value is still incomplete. @returns whether there is something to go on with. */
  function checkSize(end: number): boolean {
    if (end < mark + (isSuspected ? limits.largest + 1 : limits.suspicious)) return false;
    if (!isSuspected) {
      isSuspected = true;
      // With a list of it cut before, what is in the window is only the tail of an envelope, which is not JSON by itself.
      if (mode === 'object' && envelope.text !== undefined) return true;
      const fault = faultIn(window.bytes, mark, mark + limits.suspicious);
      if (fault !== undefined && !fault.ended) broken(fault, undefined);
      return true;
    }
    findings.refuse(tooLarge(limits.largest));
    if (mode === 'object') {
      scan.depth = head.level + (head.isInContainer ? scan.depth : 0);
      isInList = false;
    }
    mark = -1;
    lineStart = -1;
    mode = 'skip';
    return true;
  }

  /**
   * The value that begins at `mark` is no JSON. Its brackets cannot be trusted either: where it swallowed values behind it that stand
   * at the beginning of a line like itself, reading goes on at the first of them.
   *
   * @param to where its brackets close; undefined when they do not.
   */
  function broken(fault: JsonFault | undefined, to: number | undefined): void {
    const { bytes } = window;
    const openings = isInList ? (lineStart >= 0 ? [siblingOpening()] : []) : documentOpenings;
    // The beginning that does not fit may be the next value's own: its line counts from the line break on.
    let from = Math.max(fault?.at ?? mark, mark + 1);
    while (from > mark + 1 && isBlank(bytes[from - 1] ?? 0)) from -= 1;
    const complaint = (goesOn: boolean) =>
      findings.refuse(brokenValue(fault, { base, read: isInList ? place.index : 0, goesOn }), fault?.path ?? '');
    const { base } = window;
    if (to === undefined) {
      seek(openings, from, complaint);
      return;
    }
    complaint(true);
    const next = firstOf(window.bytes, openings, { from, to });
    itemDone(next === -1 ? to : next);
  }

  /** @param complain told, once it is known, whether something to go on with was found. */
  function seek(openings: readonly Uint8Array[], from: number, complain: (goesOn: boolean) => void): void {
    scan.at = from;
    mark = -1;
    lineStart = -1;
    sought = { openings, complain };
    mode = 'seek';
  }

  function stepSeek(): boolean {
    const next = firstOf(window.bytes, sought.openings, { from: scan.at, to: window.end });
    if (next !== -1) {
      sought.complain(true);
      itemDone(next);
      return true;
    }
    const longest = Math.max(1, ...sought.openings.map((sequence) => sequence.length));
    scan.at = Math.max(scan.at, window.end - longest + 1);
    if (!isFinal) return false;
    sought.complain(false);
    mode = 'lost';
    return true;
  }

  /** The line break, the blanks and the bracket that the item at `mark` begins with. */
  function siblingOpening(): Uint8Array {
    // A copy: the window moves on, and slices of a Buffer do not.
    return Uint8Array.from(window.bytes.subarray(lineStart, mark + 1));
  }

  /** The file has ended: what is incomplete now stays so. */
  function endOfFile(): void {
    isFinal = true;
    for (;;) {
      while (step()) {
        // Whatever is still to be had; also behind a mistake.
      }
      if (mode === 'items') {
        const rows = place.index + 1;
        place.index = -1;
        mode = 'lost';
        findings.warn(unclosed('the list', rows));
      } else if (mode === 'object' && envelope.text !== undefined) {
        place.root = '$';
        mode = 'lost';
        findings.warn(unclosed('the object around the list', envelope.rows));
      } else if (mode === 'scalar' && faultIn(window.bytes, mark, window.end) === undefined) {
        takeValue(mark, window.end);
        itemDone(window.end);
      } else if ((mode === 'item' || mode === 'object' || mode === 'scalar') && mark >= 0) {
        broken(faultIn(window.bytes, mark, window.end), undefined);
      } else break;
    }
    window.start = window.end;
  }

  return {
    advance,
    end() {
      endOfFile();
      return 'more';
    },
  };
}
