import type { Content } from '@plumbline/inventory';
import type { VerdictVector } from '../verdict-vectors.ts';
import { Table } from './table.ts';
import { WalkNode } from './walk-node.ts';
import type { TypeReading } from './wanted-of-type.ts';

/** Resources of one type that are alike in everything that relations look at, but for whom they refer to. */
export interface ResourceClass {
  readonly number: number;
  readonly reading: TypeReading;
  /** Verdicts that may wait for other resources; undefined where some of them do. */
  readonly related: VerdictVector | undefined;
  /** What was found of waiting verdicts, by the resources that they asked for. */
  readonly walks: WalkNode;
  /** Verdicts that never wait, by what is kept aside. */
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
  add(reading: TypeReading, content: Content, { hash, related }: { readonly hash: number; readonly related: VerdictVector | undefined }) {
    const table = this.of(reading);
    if (table.isVain || this.remembered >= mostRemembered) return undefined;
    this.classes += 1;
    this.remembered += 1;
    const added: ResourceClass = { number: this.classes, reading, related, walks: new WalkNode(), alone: new Table() };
    table.add(content, hash, added);
    return added;
  }

  /** Remembers verdicts of a class, where that is of use. */
  remember({ alone }: ResourceClass, aside: Content, { hash, vector }: { readonly hash: number; readonly vector: VerdictVector }): void {
    if (alone.isVain || this.remembered >= mostRemembered) return;
    this.remembered += 1;
    alone.add(aside, hash, vector);
  }
}
