import { batched } from '../batches.ts';
import type { Context, Table } from '../context.ts';
import type { ScalarType } from '../value.ts';

const dotNetTypes: Readonly<Record<ScalarType, string>> = {
  string: 'System.String',
  long: 'System.Int64',
  int: 'System.Int32',
  real: 'System.Double',
  decimal: 'System.Data.SqlTypes.SqlDecimal',
  bool: 'System.SByte',
  datetime: 'System.DateTime',
  timespan: 'System.TimeSpan',
  guid: 'System.Guid',
  dynamic: 'System.Object',
};

export const getSchema = (input: Table, context: Context): Table => ({
  columns: [
    { name: 'ColumnName', type: 'string' },
    { name: 'ColumnOrdinal', type: 'long' },
    { name: 'DataType', type: 'string' },
    { name: 'ColumnType', type: 'string' },
  ],
  rows: () =>
    batched(
      input.columns.map(({ name, type }, index) => [name, index, dotNetTypes[type], type]),
      context.budget,
    ),
});
