import type { Content } from '@plumbline/inventory';
import type { VerdictVector } from '../verdict-vectors.ts';
import { Table } from './table.ts';
import { WalkNode } from './walk-node.ts';
import type { TypeReading } from './wanted-of-type.ts';

/** Resources of one type that are alike in everything that others see of them, but for whom they refer to. */
export interface ResourceClass {
  readonly number: number;
  readonly reading: TypeReading;
  /** By what those of its own rules read besides that look at others. */
  readonly variants: Table<Variant>;
}

/** Those of a class whose own rules will look at the same. */
export interface Variant {
  /** Verdicts that may wait for other resources; undefined where some of them do. */
  readonly related: VerdictVector | undefined;
  /** What was found of waiting verdicts, by the resources that they asked for; undefined where nobody else is like it. */
  readonly walks: WalkNode | undefined;
  /** Verdicts that never wait, by what only they read. */
  readonly alone: Table<VerdictVector>;
}

/** Classes and verdicts that a thread remembers. Estates have some hundreds; more are made of values that differ in every resource. */
const mostRemembered = 20_000;

export class ResourceClasses {
  private readonly byReading = new Map<TypeReading, Table<ResourceClass>>();
  private classes = 0;
  private remembered = 0;

  of(reading: TypeReading): Table<ResourceClass> {
    let table = this.byReading.get(reading);
    if (table === undefined) {
      table = new Table();
      this.byReading.set(reading, table);
    }
    return table;
  }

  /** @returns the new class; undefined where resources of the type are hardly ever alike, or too much is known already. */
  add(reading: TypeReading, seen: Content): ResourceClass | undefined {
    const added: ResourceClass = { number: this.classes + 1, reading, variants: new Table() };
    if (!this.remember(this.of(reading), seen, added)) return undefined;
    this.classes += 1;
    return added;
  }

  /** Remembers what was found of a resource, where that is of use. */
  remember<V>(table: Table<V>, content: Content, value: V): boolean {
    if (table.isVain || this.remembered >= mostRemembered) return false;
    this.remembered += 1;
    table.add(content, value);
    return true;
  }
}
