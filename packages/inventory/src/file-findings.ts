// Everything that is found in one file, with the sums that its account needs.
import type { Findings, Place, Refusal } from './element.ts';
import type { Entry } from './entry.ts';
import type { PageFacts } from './page.ts';
import type { InputProblem } from './problem.ts';
import type { CollectedType, NotPermitted } from './reading.ts';

/** Problems of a file that are listed; the rest are counted. */
export const mostProblems = 100;

export interface FileFindings extends Findings {
  /** An entry was taken by somebody else. @param type lower case, where somebody wants to know. */
  counted(type?: string): void;
  /** Entries since the last call; the list is the caller's. */
  takeEntries(): Entry[];
  readonly waiting: () => number;
  sums(): { readonly entries: number; readonly refused: number; readonly shape: string; readonly isOwnOutput: boolean };
  problems(): readonly InputProblem[];
  /** The problems that are listed, and how many are not. */
  readonly listed: () => { readonly problems: readonly InputProblem[]; readonly unlisted: number };
  readonly pages: readonly { readonly facts: PageFacts; readonly rows: number; readonly firstType: string }[];
  readonly collected: readonly CollectedType[];
  readonly notPermitted: readonly NotPermitted[];
}

/** @param take to be given entries at once; otherwise they wait for `takeEntries` */
export function fileFindings(file: string, placeNow: () => Place | undefined, take?: (entry: Entry) => void): FileFindings {
  let out: Entry[] = [];
  let entries = 0;
  let refused = 0;
  let unlisted = 0;
  let isOwnOutput = false;
  let firstType: string | undefined = '';
  const shapes = new Set<string>();
  const problems: InputProblem[] = [];
  const pages: { facts: PageFacts; rows: number; firstType: string }[] = [];
  const collected: CollectedType[] = [];
  const notPermitted: NotPermitted[] = [];

  const report = (refusal: Refusal, inner: string) => {
    if (problems.length >= mostProblems) {
      unlisted += 1;
      return;
    }
    const place = placeNow();
    const line = place?.line;
    const path = pathOf(place, inner);
    problems.push({ ...refusal, file, ...(line === undefined ? {} : { line }), ...(path === undefined ? {} : { path }) });
  };

  return {
    pages,
    collected,
    notPermitted,
    waiting: () => out.length,
    entry(entry) {
      entries += 1;
      if (firstType === undefined) firstType = entry.type;
      if (take === undefined) out.push(entry);
      else take(entry);
    },
    counted(type) {
      entries += 1;
      firstType ??= type;
    },
    refuse(refusal, inner = '') {
      refused += 1;
      report(refusal, inner);
    },
    warn(refusal, inner = '') {
      report(refusal, inner);
    },
    shape(shape) {
      shapes.add(shape);
    },
    pageBegins() {
      firstType = undefined;
    },
    page(facts, rows) {
      shapes.delete('object');
      shapes.add(facts.shape);
      if (facts.next !== undefined || facts.total !== undefined || facts.isTruncated || facts.shape === 'rest-page') {
        pages.push({ facts, rows, firstType: firstType ?? '' });
      }
      firstType = '';
    },
    manifest(moreCollected, moreNotPermitted) {
      shapes.delete('object');
      shapes.add('manifest');
      collected.push(...moreCollected);
      notPermitted.push(...moreNotPermitted);
    },
    ownOutput() {
      isOwnOutput = true;
    },
    takeEntries() {
      const taken = out;
      out = [];
      return taken;
    },
    sums: () => ({ entries, refused, shape: shapes.size === 0 ? 'nothing' : [...shapes].join('+'), isOwnOutput }),
    problems: () => withRest(file, problems, unlisted),
    listed: () => ({ problems, unlisted }),
  };
}

/** @returns the problems with one for those that are not listed. */
export function withRest(file: string, problems: readonly InputProblem[], unlisted: number): readonly InputProblem[] {
  if (unlisted === 0) return problems;
  const message = `The file has ${unlisted} more problems like these.`;
  return [...problems, { code: 'more-problems', file, message, hint: 'Correct what is listed and run again to see the rest.' }];
}

/** The path of a value of a document, and of a place within a line's value; a line by itself needs none. */
function pathOf(place: Place | undefined, inner: string): string | undefined {
  if (place === undefined) return undefined;
  if (place.line !== undefined) return inner === '' ? undefined : `$${inner}`;
  const path = `${place.root}${place.index < 0 ? '' : `[${place.index}]`}${inner}`;
  return path === '$' ? undefined : path;
}
