import { add, div, max, min, mod, mul, sub } from './arithmetic.ts';
import { base64, base64ToJson, base64ToString, dataUri, dataUriToString } from './base64.ts';
import { array, createArray, empty, first, flatten, indexFromEnd, last, length, range, skip, take, tryIndexFromEnd } from './collection.ts';
import {
  containsFunction,
  equalsFunction,
  greaterFunction,
  greaterOrEqualsFunction,
  lessFunction,
  lessOrEqualsFunction,
} from './comparison.ts';
import { concat } from './concat.ts';
import { claims, policy, requestContext, resourceGroup, subscription, utcNow } from './context.ts';
import { bool, float, int, string } from './conversion.ts';
import { addDays, dateTimeAdd, dateTimeFromEpoch, dateTimeToEpoch } from './date.ts';
import { format } from './format.ts';
import type { TemplateFunction } from './function.ts';
import { guid } from './guid.ts';
import { json } from './json.ts';
import { and, coalesce, conditional, falseFunction, not, nullFunction, or, trueFunction } from './logical.ts';
import { cidrHost, cidrSubnet, ipRangeContains, parseCidr } from './network.ts';
import { createObject, items, objectKeys, shallowMerge, tryGet } from './object.ts';
import { intersection, union } from './sets.ts';
import { join, split } from './split.ts';
import { padLeft, replace, substring, toLower, toUpper, trim } from './text.ts';
import { endsWith, indexOf, lastIndexOf, startsWith } from './text-search.ts';
import { uniqueString } from './unique-string.ts';
import { uri, uriComponent, uriComponentToString } from './uri.ts';

const functions: readonly TemplateFunction[] = [
  add,
  sub,
  mul,
  div,
  mod,
  min,
  max,
  base64,
  base64ToString,
  base64ToJson,
  dataUri,
  dataUriToString,
  length,
  empty,
  first,
  last,
  take,
  skip,
  array,
  createArray,
  range,
  flatten,
  indexFromEnd,
  tryIndexFromEnd,
  equalsFunction,
  lessFunction,
  lessOrEqualsFunction,
  greaterFunction,
  greaterOrEqualsFunction,
  containsFunction,
  concat,
  subscription,
  resourceGroup,
  requestContext,
  policy,
  claims,
  utcNow,
  int,
  float,
  bool,
  string,
  addDays,
  dateTimeAdd,
  dateTimeFromEpoch,
  dateTimeToEpoch,
  format,
  guid,
  uniqueString,
  json,
  and,
  or,
  not,
  conditional,
  coalesce,
  trueFunction,
  falseFunction,
  nullFunction,
  ipRangeContains,
  parseCidr,
  cidrSubnet,
  cidrHost,
  createObject,
  items,
  objectKeys,
  tryGet,
  shallowMerge,
  intersection,
  union,
  split,
  join,
  startsWith,
  endsWith,
  indexOf,
  lastIndexOf,
  toLower,
  toUpper,
  trim,
  replace,
  substring,
  padLeft,
  uri,
  uriComponent,
  uriComponentToString,
];

/** The functions of values and of the context, by lower-case name. `parameters`, `field` and `current` are the compiler's own. */
export const functionByName: ReadonlyMap<string, TemplateFunction> = new Map(functions.map((one) => [one.name.toLowerCase(), one]));

/** Every function's name as documented, the compiler's own included. */
export const functionNames: readonly string[] = [...functions.map((one) => one.name), 'parameters', 'field', 'current'].sort();
