/** The Parquet schema of a table: explicit types, every column nullable. */
import type { CellType, TableSchema } from '../../model/table-schema.ts';

type Element = Record<string, unknown> & { name: string };

const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } };
const number = { type: 'DOUBLE' };
const int32 = { type: 'INT32' };

const plain: Readonly<Partial<Record<CellType, Record<string, unknown>>>> = {
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

const items: Readonly<Partial<Record<CellType, Record<string, unknown>>>> = {
  texts: text,
  numbers: number,
  int32s: int32,
};

/** The root, then every column in order, lists in the three levels of the format. */
export function makeParquetSchema({ columns }: TableSchema): Element[] {
  return [
    { name: 'root', num_children: columns.length },
    ...columns.flatMap(({ name, type }): Element[] => {
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
