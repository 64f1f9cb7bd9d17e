import { eachRow, MadeRows } from '../batches.ts';
import { bind } from '../bind/bind.ts';
import { commonType } from '../bind/comparison.ts';
import { columnAt, unknownColumn } from '../bind/name.ts';
import { weightOf, weightOfRow } from '../budget.ts';
import { columnIndex, demandFewColumns } from '../column-index.ts';
import type { Batches, Bound, Context, Names, Scope, Table } from '../context.ts';
import { joinKeyReader, type Key } from '../key.ts';
import { ColumnNames } from '../naming.ts';
import { invalid } from '../problem.ts';
import type { Expression, OperatorNode } from '../syntax/node.ts';
import { absentOf, type Column, type Row, type Value } from '../value.ts';

type JoinNode = OperatorNode & { readonly kind: 'join' };

export function join(input: Table, node: JoinNode, context: Context, names: Names): Table {
  context.grow('join', node.at);
  const right = context.plan(node.right, names);
  const pairs = node.on.flatMap((condition) => pairsOf(condition, { context, columns: input.columns, right: right.columns, names }));
  const keys: Keys = { left: joinKeyReader(pairs.map((pair) => pair.left)), right: joinKeyReader(pairs.map((pair) => pair.right)) };
  const { join: kind } = node;
  if (kind === 'leftsemi' || kind === 'leftanti')
    return { columns: input.columns, rows: () => halved(input, right, keys, kind === 'leftsemi', context) };
  if (kind === 'rightsemi' || kind === 'rightanti') {
    const turned = { left: keys.right, right: keys.left };
    return { columns: right.columns, rows: () => halved(right, input, turned, kind === 'rightsemi', context) };
  }
  demandFewColumns(input.columns.length + right.columns.length, node.at);
  const taken = new ColumnNames(input.columns.map((column) => column.name));
  const columns = [...input.columns, ...right.columns.map(({ name, type }) => ({ name: taken.make(name), type }))];
  return { columns, rows: () => matched(input, right, keys, kind, context) };
}

interface Keys {
  readonly left: (row: Row) => Key;
  readonly right: (row: Row) => Key;
}
interface Pair {
  readonly left: Bound;
  readonly right: Bound;
}

/** `a`, `$left.a == $right.b`, and several of them joined by and. */
function pairsOf(node: Expression, scope: Scope & { readonly right: readonly Column[] }): readonly Pair[] {
  if (node.kind === 'logical' && node.operator === 'and') return node.operands.flatMap((operand) => pairsOf(operand, scope));
  if (node.kind === 'name') {
    const sides = [scope.columns, scope.right].map((columns) => {
      const index = columnIndex(columns, node.name);
      const column = columns[index];
      if (column === undefined) throw unknownColumn(node.name, columns, node.at);
      return columnAt(index, column);
    });
    return [alike(sides[0], sides[1], node.at)];
  }
  if (node.kind === 'comparison' && node.operator === '==') {
    const sides = [node.left, node.right].map(sideOf);
    const [left, right] = sides[0] === '$right' ? [node.right, node.left] : [node.left, node.right];
    if (sides.includes('$left') && sides.includes('$right')) {
      const noValues = scope.columns.map((): Value => null);
      const other = bind(right, scope);
      // Bound over both sides' columns; here each side has its own rows.
      const shifted: Bound = { ...other, evaluate: (row) => other.evaluate([...noValues, ...row]) };
      return [alike(bind(left, scope), directly(right, scope) ?? shifted, node.at)];
    }
  }
  throw invalid(
    'A join wants columns that both sides have, or $left.a == $right.b.',
    node.at,
    'Compute the column to join on before the join.',
  );
}

function sideOf(node: Expression): string | undefined {
  return node.kind === 'path' && node.of.kind === 'name' ? node.of.name : undefined;
}

/** $right.b as the column of the right row alone, without a row of both sides. */
function directly(node: Expression, scope: Scope & { readonly right: readonly Column[] }): Bound | undefined {
  if (node.kind !== 'path' || node.steps.length !== 1) return undefined;
  const [step] = node.steps;
  const index = scope.right.findIndex((column) => step?.kind === 'member' && column.name === step.name);
  const column = scope.right[index];
  return column === undefined ? undefined : columnAt(index, column);
}

function alike(left: Bound | undefined, right: Bound | undefined, at: number): Pair {
  if (left === undefined || right === undefined) throw new Error('A pair has two sides');
  if (commonType(left.type, right.type) === undefined) {
    throw invalid(`Cannot join ${left.type} with ${right.type}.`, at, 'Convert one side before the join, for instance with tostring(...).');
  }
  return { left, right };
}

/** Rows by key; a row with a null key is with none. */
async function indexed(
  table: Table,
  keyOf: (row: Row) => Key,
  context: Context,
): Promise<{ readonly byKey: ReadonlyMap<Key, readonly Row[]>; readonly keyless: readonly Row[] }> {
  const { budget } = context;
  const byKey = new Map<Key, Row[]>();
  const keyless: Row[] = [];
  let total = 0;
  await eachRow(table, budget, (row) => {
    budget.hold(weightOfRow(row));
    total += 1;
    budget.count(total, 'One side of a join');
    const key = keyOf(row);
    const rows = key === undefined ? keyless : byKey.get(key);
    if (rows === undefined) byKey.set(key, [row]);
    else rows.push(row);
  });
  return { byKey, keyless };
}

async function* halved(from: Table, other: Table, keys: Keys, wanted: boolean, context: Context): Batches {
  const { budget } = context;
  const seen = new Set<Key>();
  await eachRow(other, budget, (row) => {
    const key = keys.right(row);
    if (key === undefined || seen.has(key)) return;
    budget.hold(weightOf(key) + 32);
    seen.add(key);
  });
  for await (const batch of from.rows()) {
    const out = batch.filter((row) => {
      const key = keys.left(row);
      return (key !== undefined && seen.has(key)) === wanted;
    });
    if (out.length > 0) yield out;
    if (budget.isDue()) await budget.pause();
  }
}

async function* matched(left: Table, right: Table, keys: Keys, kind: JoinNode['join'], context: Context): Batches {
  const { budget } = context;
  const { byKey, keyless } = await indexed(right, keys.right, context);
  const keepsLeft = kind === 'leftouter' || kind === 'fullouter';
  const keepsRight = kind === 'rightouter' || kind === 'fullouter';
  const noRight = right.columns.map((column) => absentOf(column.type));
  const noLeft = left.columns.map((column) => absentOf(column.type));
  const once = kind === 'innerunique' ? new Set<Key>() : undefined;
  const met = keepsRight ? new Set<Key>() : undefined;
  const made = new MadeRows(budget, 'join');
  for await (const batch of left.rows()) {
    for (const row of batch) {
      const key = keys.left(row);
      const rows = key === undefined ? undefined : byKey.get(key);
      if (rows === undefined) {
        if (keepsLeft && made.add([...row, ...noRight])) yield made.take();
      } else if (once?.has(key) !== true) {
        once?.add(key);
        met?.add(key);
        for (const other of rows) {
          if (!made.add([...row, ...other])) continue;
          yield made.take();
          if (budget.isDue()) await budget.pause();
        }
      }
      if (budget.step()) await budget.pause();
    }
    if (!made.isEmpty) yield made.take();
  }
  if (!keepsRight) return;
  for (const [key, rows] of [[undefined, keyless] as const, ...byKey]) {
    if (key !== undefined && met?.has(key) === true) continue;
    for (const row of rows) {
      if (!made.add([...noLeft, ...row])) continue;
      yield made.take();
      if (budget.isDue()) await budget.pause();
    }
  }
  if (!made.isEmpty) yield made.take();
}
