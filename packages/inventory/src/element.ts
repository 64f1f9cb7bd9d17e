// Reads single JSON values that a cutter has cut out of a file: makes entries of resources, opens pages and trees, refuses the rest.
import type { JsonObject, JsonValue } from '@plumbline/policy';
import { isTooDeep } from './cut/depth.ts';
import type { Platform } from './cut/platform.ts';
import type { Entry } from './entry.ts';
import { isGroupTable, readHierarchy } from './hierarchy-file.ts';
import { isArray, isObject, member, textIn } from './json-member.ts';
import { isManifest, readManifest } from './manifest.ts';
import type { Normaliser } from './normalise.ts';
import { listIn, objectOfRow, type PageFacts, pageFactsOf } from './page.ts';
import type { InputProblemCode } from './problem.ts';
import type { CollectedType, NotPermitted } from './reading.ts';
import { refusalOf } from './refusal.ts';
import { directoryKindOf, directoryResource } from './shapes/directory-object.ts';
import { exemptionFaultOf, exemptionType } from './shapes/exemption.ts';
import { isNested, laidFlat } from './shapes/management-group.ts';
import { isListedAccount, subscriptionFromAccount } from './shapes/subscription.ts';

/** Where the cutter is. Written by the cutter before each value, so that nothing is made for the many values that are all right. */
export interface Place {
  line: number | undefined;
  /** Path of the list or value: `$`, `$.data`. */
  root: string;
  /** Index within the list; -1 when `root` itself is meant. */
  index: number;
  /** `@odata.context` of the page that is being read. */
  context: string | undefined;
  /** Names of the columns when the items are rows of a table. */
  columns: readonly string[] | undefined;
}

export interface Refusal {
  readonly code: InputProblemCode;
  readonly message: string;
  readonly hint: string;
}

/** Where everything goes that is found in a file. */
export interface Findings {
  entry(entry: Entry): void;
  /** One thing that stood in the input was not taken. `inner` is the path within the value. */
  refuse(refusal: Refusal, inner?: string): void;
  /** Something is wrong, but nothing is missing by it that could be counted. */
  warn(refusal: Refusal, inner?: string): void;
  shape(shape: string): void;
  pageBegins(): void;
  page(facts: PageFacts, rows: number): void;
  manifest(collected: readonly CollectedType[], notPermitted: readonly NotPermitted[]): void;
  /** A report that Plumbline itself wrote, lying among its inputs. */
  ownOutput(): void;
}

export type ReadResult = 'taken' | 'not-json' | 'too-deep';

export interface ElementReader {
  readonly place: Place;
  readonly findings: Findings;
  /** Reads one value. Nothing is counted unless it was taken. */
  read(bytes: Uint8Array, start: number, end: number): ReadResult;
  /** Takes a value that is already parsed. */
  take(value: JsonValue): void;
}

/** Lists within lists within pages are opened so far; deeper ones are no export. */
const deepestNesting = 8;

export function elementReader(options: {
  readonly platform: Platform;
  readonly normalise: Normaliser;
  readonly findings: Findings;
  /** Every document is a tree or table of management groups. */
  readonly isHierarchy?: boolean;
  /** Asked first about each value: whether it is taken as it stands there. */
  readonly offer?: ((bytes: Uint8Array, start: number, end: number) => boolean) | undefined;
}): ElementReader {
  const { platform, normalise, findings } = options;
  const place: Place = { line: undefined, root: '$', index: -1, context: undefined, columns: undefined };

  const takeResource = (resource: JsonObject, id: string, inner: string) => {
    const entry = normalise(resource, id);
    if (entry === undefined) return findings.refuse(refusalOf(resource), inner);
    const fault = entry.type === exemptionType ? exemptionFaultOf(entry) : undefined;
    if (fault === undefined) findings.entry(entry);
    else findings.refuse(fault.refusal, inner + fault.path);
  };

  const takeObject = (value: JsonObject, inner: string, depth: number) => {
    const id = value['id'];
    if (typeof id === 'string' && id.charCodeAt(0) === 47) {
      if (isNested(value)) for (const one of laidFlat(value)) takeResource(one, idOf(one), inner);
      else takeResource(value, id, inner);
    } else takeOther(value, inner, depth);
  };

  const takeOther = (value: JsonObject, inner: string, depth: number) => {
    const page = listIn(value);
    if (page !== undefined) {
      const facts = pageFactsOf(value);
      const outer = place.context;
      place.context = facts.context;
      findings.pageBegins();
      page.list.forEach((item, index) => takeAny(item, `${inner}${page.path}[${index}]`, depth + 1));
      findings.page(facts, page.list.length);
      place.context = outer;
    } else if (isManifest(value)) {
      const manifest = readManifest(value);
      findings.manifest(manifest.collected, manifest.notPermitted);
      for (const fault of manifest.faults) findings.warn(badManifest(fault.message), inner + fault.path.slice(1));
    } else if (isGroupTable(value)) takeHierarchy(value, inner);
    else if (textIn(value, 'schema')?.startsWith('plumbline-score/') === true) findings.ownOutput();
    else if (isListedAccount(value)) {
      const subscription = subscriptionFromAccount(value);
      takeResource(subscription, idOf(subscription), inner);
    } else {
      const kind = directoryKindOf(value, place.context);
      const id = member(value, 'id') ?? member(value, 'resourceId');
      if (kind !== undefined) {
        const object = directoryResource(value, kind);
        takeResource(object, idOf(object), inner);
      } else if (typeof id === 'string') takeResource(value, id, inner);
      else findings.refuse(refusalOf(value), inner);
    }
  };

  const takeHierarchy = (value: JsonValue, inner: string) => {
    findings.shape('hierarchy');
    const hierarchy = readHierarchy(value);
    for (const one of hierarchy.resources) takeResource(one, idOf(one), inner);
    for (const fault of hierarchy.faults) {
      const hint = 'docs/inputs.md shows both forms of the file.';
      findings.warn({ code: fault.code, message: fault.message, hint }, inner + fault.path.slice(1));
    }
  };

  const takeAny = (value: JsonValue, inner: string, depth: number): void => {
    if (isObject(value)) takeObject(value, inner, depth);
    else if (isArray(value) && depth < deepestNesting) value.forEach((item, index) => takeAny(item, `${inner}[${index}]`, depth + 1));
    else findings.refuse(refusalOf(value), inner);
  };

  const take = (value: JsonValue) => {
    if (options.isHierarchy === true) takeHierarchy(value, '');
    else if (place.columns !== undefined && isArray(value)) takeObject(objectOfRow(place.columns, value), '', 0);
    else takeAny(value, '', 0);
  };

  return {
    place,
    findings,
    take,
    read(bytes, start, end) {
      if (options.isHierarchy !== true && options.offer?.(bytes, start, end) === true) return 'taken';
      if (isTooDeep(bytes, start, end)) return 'too-deep';
      let value: JsonValue;
      try {
        value = JSON.parse(platform.text(bytes, start, end)) as JsonValue;
      } catch {
        return 'not-json';
      }
      take(value);
      return 'taken';
    },
  };
}

function idOf(resource: JsonObject): string {
  return textIn(resource, 'id') ?? '';
}

function badManifest(message: string): Refusal {
  return { code: 'bad-manifest', message, hint: 'docs/inputs.md describes the manifest; without it, use --collected TYPE.' };
}
