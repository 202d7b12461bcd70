/** The Parquet schema of a table: explicit types, every column nullable. */
import type { SchemaElement } from 'hyparquet';
import type { CellType, TableSchema } from '../../model/table-schema.ts';
import type { ColumnPlace } from './column-chunk.ts';

type ValueElement = Omit<SchemaElement, 'name' | 'repetition_type'>;

const text: ValueElement = { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } };
const number: ValueElement = { type: 'DOUBLE' };
const int32: ValueElement = { type: 'INT32' };

const plain: Readonly<Partial<Record<CellType, ValueElement>>> = {
  text,
  number,
  int32,
  boolean: { type: 'BOOLEAN' },
  int64: { type: 'INT64' },
  // Without the explicit "adjusted to UTC", readers take it for a local time.
  time: {
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
};

const items: Readonly<Partial<Record<CellType, ValueElement>>> = {
  texts: text,
  numbers: number,
  int32s: int32,
};

/** The root, then every column in order, lists in the three levels of the format. */
export function makeParquetSchema({ columns }: TableSchema): SchemaElement[] {
  return [
    { name: 'root', num_children: columns.length },
    ...columns.flatMap(({ name, type }): SchemaElement[] => {
      const item = items[type];
      if (!item) return [{ name, repetition_type: 'OPTIONAL', ...plain[type] }];
      return [
        {
          name,
          repetition_type: 'OPTIONAL',
          num_children: 1,
          converted_type: 'LIST',
          logical_type: { type: 'LIST' },
        },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', repetition_type: 'OPTIONAL', ...item },
      ];
    }),
  ];
}

/** Where each column's values stand. */
export function placeColumns({ columns }: TableSchema): ColumnPlace[] {
  return columns.map(({ name, type }, index) => {
    const item = items[type];
    return {
      path: item ? [name, 'list', 'element'] : [name],
      type: (item ?? plain[type])?.type ?? 'BYTE_ARRAY',
      // Few queries ask for a range of anything else, and the footer of a wide table is read each time.
      hasStatistics: index === 0 || type === 'time' || type === 'int64',
    };
  });
}
