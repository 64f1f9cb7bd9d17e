import { defaultLimits, type QueryLimits, startBudget, weightOfRow } from './budget.ts';
import type { Context, SourceRows, Table } from './context.ts';
import { answerOf } from './convert.ts';
import type { Demand } from './demand.ts';
import { planQuery } from './plan.ts';
import { problemOf, type QueryProblem, Refusal } from './problem.ts';
import { scan } from './scan.ts';
import { parseQuery } from './syntax/query.ts';
import { apiVersionColumn, isTableName, standardColumns } from './tables.ts';
import { instantOf } from './times.ts';
import type { Column, JsonObject, JsonValue } from './value.ts';

export interface QuerySource {
  /**
   * The rows of a table of Resource Graph, its name in lower case; undefined for an empty one. A row has the members id, name, type and
   * so on; members that no column names are left out. The demand may be ignored. Called once each time that the query reads the table.
   */
  table(name: string, demand: Demand): SourceRows | undefined;
  /** Columns of a table beside or instead of the standard ones. */
  columns?(name: string): readonly Column[] | undefined;
}

export interface QueryOptions {
  readonly now?: Date;
  readonly limits?: Partial<QueryLimits>;
  /** Aborting it ends the query soon; the promise is rejected with its reason. */
  readonly signal?: AbortSignal;
  /** Rows of the result that are passed over, and the most that are returned; all are counted. */
  readonly skip?: number;
  readonly top?: number;
  /** Leaves out every short cut of the planner; the answer is the same. */
  readonly isNaive?: boolean;
}

export type QueryAnswer =
  | {
      readonly kind: 'answered';
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly JsonValue[])[];
      /** How many rows the result has, those not returned among them. */
      readonly totalRecords: number;
    }
  | { readonly kind: 'refused'; readonly problem: QueryProblem };

/** The most names, operators and values that a query may come to once functions and tables of let are put in. */
const maximumNodes = 50_000;
/** The most joins and union legs that a query may come to. Azure allows three. */
const maximumJoins = 32;

/** Runs a query over rows. What is wrong with the query or too much for the limits is the answer; only aborting rejects. */
export async function runQuery(text: string, source: QuerySource, options: QueryOptions = {}): Promise<QueryAnswer> {
  try {
    return await answered(text, source, options);
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', problem: problemOf(error, text) };
    throw error;
  }
}

async function answered(text: string, source: QuerySource, options: QueryOptions): Promise<QueryAnswer> {
  const { signal, skip = 0, top = Number.POSITIVE_INFINITY } = options;
  signal?.throwIfAborted();
  const budget = startBudget({ ...defaultLimits, ...options.limits }, signal);
  const context = contextOf(source, budget, options, /\bapiVersion\b/.test(text));
  const plan = planQuery(parseQuery(text), context, new Map(), options.isNaive);
  for (const prepare of context.preparations) await prepare();
  const answers = plan.columns.map((column) => answerOf(column.type));
  const rows: JsonValue[][] = [];
  let total = 0;
  for await (const batch of plan.rows()) {
    for (const row of batch) {
      total += 1;
      if (total <= skip || rows.length >= top) continue;
      budget.hold(weightOfRow(row));
      rows.push(answers.map((answer, index) => answer(row[index] ?? null)));
    }
    budget.count(rows.length, 'The query');
    if (budget.isDue()) await budget.pause();
  }
  return { kind: 'answered', columns: plan.columns, rows, totalRecords: total };
}

function contextOf(source: QuerySource, budget: Context['budget'], options: QueryOptions, namesApiVersion: boolean): Context {
  let nodes = 0;
  let joins = 0;
  const context: Context = {
    now: instantOf((options.now ?? new Date()).getTime()),
    budget,
    preparations: [],
    plan: (query, names) => planQuery(query, context, names, options.isNaive),
    table: (name, at) => tableOf(name, at, source, budget, namesApiVersion),
    grow(kind, at) {
      if (kind === 'node') nodes += 1;
      else joins += 1;
      if (joins > maximumJoins)
        throw new Refusal('QueryTooLarge', `The query has more than ${maximumJoins} joins and unions.`, 'Ask in several queries.', at);
      if (nodes <= maximumNodes) return;
      throw new Refusal(
        'QueryTooLarge',
        `The query has more than ${maximumNodes} names, operators and values, those of let counted each time.`,
        'Ask in several queries.',
        at,
      );
    },
  };
  return context;
}

function tableOf(name: string, at: number, source: QuerySource, budget: Context['budget'], namesApiVersion: boolean): Table {
  if (!isTableName(name)) {
    throw new Refusal(
      'DisallowedLogicalTableName',
      `Table ${name} is invalid, unsupported or disallowed.`,
      'Name a table of Resource Graph such as resources, resourcecontainers or securityresources.',
      at,
      name,
    );
  }
  const lower = name.toLowerCase();
  const columns = source.columns?.(lower) ?? (namesApiVersion ? [...standardColumns, apiVersionColumn] : standardColumns);
  return scan(lower, columns, (demand) => source.table(lower, demand) ?? [], budget);
}

/** The rows as objects, which Azure calls objectArray. */
export const objectsOf = (columns: readonly Column[], rows: readonly (readonly JsonValue[])[]): readonly JsonObject[] =>
  rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])));
