/** By what it is known whether a file was made with the columns and rules of today. */
import { createHash } from 'node:crypto';
import { allTables } from './tables.ts';

/** To be raised when files come out otherwise though the columns stay: a rule of quality, the words of the sentence, the encoding. */
const revision = 3;

export const tablesSchema = `${revision}-${hashColumns()}`;

function hashColumns(): string {
  const columns = allTables.map(({ name, columns }) => [
    name,
    columns.map((column) => [column.name, column.type, column.as, column.path]),
  ]);
  return createHash('sha256').update(JSON.stringify(columns)).digest('hex').slice(0, 16);
}
