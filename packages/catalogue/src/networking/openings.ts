import type { Resource } from '@plumbline/policy';
import { type AddressRange, type Family, isWithin } from './addresses.ts';
import { everyPort, overlapOf, type PortRange, takeFrom } from './ports.ts';
import { decidesFor, inboundRulesOf, namesPorts, type Protocol, type Rule } from './rules.ts';

/** Ports that the Internet reaches through one security group, and the rule that lets it. */
export interface Opening extends PortRange {
  readonly protocol: Protocol;
  readonly rule: Rule;
}

/** Where a rule's destination is held against: one address of one interface. */
export interface Target {
  readonly family: Family;
  /** undefined when the input does not say which private address the interface has. */
  readonly address: AddressRange | undefined;
  /** Lower-case ids of the application security groups that it is in. */
  readonly applicationGroups: readonly string[];
}

/** A security group, read once for all the interfaces that it stands before. */
export interface Filter {
  /** What the Internet reaches on the target: sorted and disjoint within a protocol. undefined when the target's unknown address would decide. */
  openingsTo(target: Target): readonly Opening[] | undefined;
  /** An allowing rule for the target that names one of the ports, from whatever source: it says what runs there. */
  ruleNaming(ask: Ask, target: Target): Rule | undefined;
}

const filterByGroup = new WeakMap<Resource, Filter | null>();

/** @returns undefined when the group's rules cannot be told: `rulesFaultOf` says why. */
export function filterOf(group: Resource): Filter | undefined {
  let filter = filterByGroup.get(group);
  if (filter === undefined) {
    const rules = inboundRulesOf(group);
    filter = rules === undefined ? null : newFilter(rules);
    filterByGroup.set(group, filter);
  }
  return filter ?? undefined;
}

function newFilter(rules: readonly Rule[]): Filter {
  // Most rules of a large group name a few addresses and decide nothing for the Internet as a whole.
  const wide = ruleIndexOf(rules.filter((rule) => rule.fromInternet[4] || rule.fromInternet[6]));
  const namingByAsk = new Map<Ask, RuleIndex>();
  const openingsByRules = new Map<string, readonly Opening[]>();
  const openings = (chosen: Chosen, family: Family) => {
    const key = `${family} ${chosen.key}`;
    let found = openingsByRules.get(key);
    if (found === undefined) {
      found = (['tcp', 'udp'] as const).flatMap((protocol) => decide(chosen.rules(), family, protocol));
      openingsByRules.set(key, found);
    }
    return found;
  };
  return {
    openingsTo(target) {
      if (target.address !== undefined || !wide.hasRanges) return openings(wide.rulesTo(target), target.family);
      const most = openings(wide.rulesTo(target, 'allowing'), target.family);
      const least = openings(wide.rulesTo(target, 'denying'), target.family);
      return sameOpenings(most, least) ? least : undefined;
    },
    ruleNaming(ask, target) {
      let naming = namingByAsk.get(ask);
      if (naming === undefined) {
        naming = ruleIndexOf(rules.filter((rule) => namesPorts(rule) && concerns(rule, ask)));
        namingByAsk.set(ask, naming);
      }
      return naming.rulesTo(target, 'allowing').rules()[0];
    },
  };
}

function concerns(rule: Rule, ask: Ask): boolean {
  return (
    rule.protocols.some((protocol) => ask.protocols.includes(protocol)) &&
    rule.ports.some((range) => ask.ports.some((port) => overlapOf(range, port) !== undefined))
  );
}

function sameOpenings(a: readonly Opening[], b: readonly Opening[]): boolean {
  return a.length === b.length && a.every((x, i) => x.from === b[i]?.from && x.to === b[i]?.to && x.protocol === b[i]?.protocol);
}

interface Chosen {
  /** The same for targets that the same rules are for. */
  readonly key: string;
  /** In the order in which they decide. */
  rules(): readonly Rule[];
}

interface RuleIndex {
  readonly hasRanges: boolean;
  /** @param assumed which rules with addresses count when the target's own address is unknown */
  rulesTo(target: Target, assumed?: 'allowing' | 'denying'): Chosen;
}

/** Rules in order, found by destination: by hash for single addresses and application groups, so that one rule a machine stays cheap. */
function ruleIndexOf(rules: readonly Rule[]): RuleIndex {
  const every: Rule[] = [];
  const orderOf = new Map(rules.map((rule, index) => [rule, index]));
  const byName = new Map<string, Rule[]>();
  const ranged: { readonly range: AddressRange; readonly rule: Rule }[] = [];
  const addressed: Rule[] = [];
  for (const rule of rules) {
    if (rule.to.kind === 'every') {
      every.push(rule);
      continue;
    }
    if (rule.to.ranges.length > 0) addressed.push(rule);
    const names = [...rule.to.applicationGroups, ...rule.to.ranges.filter((range) => range.from === range.to).map(nameOfAddress)];
    for (const name of names) {
      const list = byName.get(name);
      if (list === undefined) byName.set(name, [rule]);
      else list.push(rule);
    }
    for (const range of rule.to.ranges) if (range.from !== range.to) ranged.push({ range, rule });
  }
  const order = (rule: Rule) => orderOf.get(rule) ?? 0;
  return {
    hasRanges: addressed.length > 0,
    rulesTo(target, assumed) {
      const { address } = target;
      const some = new Set<Rule>();
      for (const group of target.applicationGroups) for (const rule of byName.get(group) ?? []) some.add(rule);
      if (address !== undefined) {
        for (const rule of byName.get(nameOfAddress(address)) ?? []) some.add(rule);
        for (const { range, rule } of ranged) if (isWithin(address, range)) some.add(rule);
      } else if (assumed !== undefined) {
        for (const rule of addressed) if (rule.allows === (assumed === 'allowing')) some.add(rule);
      }
      if (some.size === 0) return { key: '', rules: () => every };
      const indexes = [...some].map(order).sort((a, b) => a - b);
      return { key: indexes.join(','), rules: () => rules.filter((rule) => rule.to.kind === 'every' || some.has(rule)) };
    },
  };
}

function nameOfAddress(range: AddressRange): string {
  return `${range.family} ${range.from}`;
}

/** First match decides, port by port. */
function decide(rules: readonly Rule[], family: Family, protocol: Protocol): readonly Opening[] {
  const undecided: PortRange[] = [everyPort];
  const openings: Opening[] = [];
  for (const rule of rules) {
    if (undecided.length === 0) break;
    if (!decidesFor(rule, family, protocol)) continue;
    for (const range of rule.ports) {
      const taken = takeFrom(undecided, range);
      if (rule.allows) for (const part of taken) openings.push({ from: part.from, to: part.to, protocol, rule });
    }
  }
  return openings.sort((a, b) => a.from - b.from);
}

const passingByPair = new WeakMap<readonly Opening[], WeakMap<readonly Opening[], readonly Opening[]>>();

/** What passes both of two groups, each opening with the rule of the first. Remembered: ten thousand machines share a few pairs. */
export function passingBoth(first: readonly Opening[], second: readonly Opening[]): readonly Opening[] {
  const bySecond = passingByPair.get(first) ?? new WeakMap<readonly Opening[], readonly Opening[]>();
  passingByPair.set(first, bySecond);
  let passing = bySecond.get(second);
  if (passing === undefined) {
    passing = (['tcp', 'udp'] as const).flatMap((protocol) => merge(of(first, protocol), of(second, protocol)));
    bySecond.set(second, passing);
  }
  return passing;
}

function of(openings: readonly Opening[], protocol: Protocol): readonly Opening[] {
  return openings.filter((opening) => opening.protocol === protocol);
}

function merge(a: readonly Opening[], b: readonly Opening[]): readonly Opening[] {
  const passing: Opening[] = [];
  let i = 0;
  let j = 0;
  for (let x = a[i], y = b[j]; x !== undefined && y !== undefined; x = a[i], y = b[j]) {
    const overlap = overlapOf(x, y);
    if (overlap !== undefined) passing.push({ ...x, ...overlap });
    if (x.to < y.to) i++;
    else j++;
  }
  return passing;
}

/** Ports that a recommendation asks about; a constant, so that answers are remembered by it. */
export interface Ask {
  readonly protocols: readonly Protocol[];
  readonly ports: readonly PortRange[];
}

const partByAsk = new WeakMap<readonly Opening[], WeakMap<Ask, readonly Opening[]>>();

/** The part of openings that concerns the asked ports. */
export function within(openings: readonly Opening[], ask: Ask): readonly Opening[] {
  const byAsk = partByAsk.get(openings) ?? new WeakMap<Ask, readonly Opening[]>();
  partByAsk.set(openings, byAsk);
  let part = byAsk.get(ask);
  if (part === undefined) {
    part = openings
      .filter((opening) => ask.protocols.includes(opening.protocol))
      .flatMap((opening) => ask.ports.flatMap((range) => partOf(opening, range)));
    byAsk.set(ask, part);
  }
  return part;
}

function partOf(opening: Opening, range: PortRange): readonly Opening[] {
  const overlap = overlapOf(opening, range);
  return overlap === undefined ? [] : [{ ...opening, ...overlap }];
}
