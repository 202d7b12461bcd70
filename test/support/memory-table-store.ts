/** In-memory twin of where the tables lie. */
import type { TableMarks, TableStore } from '../../src/ports/table-store.ts';

export interface MemoryTable extends TableMarks {
  bytes: Buffer;
}

export interface MemoryTableStore extends TableStore {
  /** By name; a test may do to it what it likes. */
  tables: Map<string, MemoryTable>;
  /** Names, in the order in which they were written or removed. */
  writes: string[];
}

export function makeMemoryTableStore(): MemoryTableStore {
  const tables = new Map<string, MemoryTable>();
  const writes: string[] = [];
  return {
    tables,
    writes,
    async find(path) {
      const found = tables.get(path);
      return found && { root: found.root, schema: found.schema, sequence: found.sequence };
    },
    async *list(prefix) {
      yield* [...tables.keys()].filter((path) => path.startsWith(prefix)).sort();
    },
    async put(path, file, marks) {
      if ((tables.get(path)?.sequence ?? 0) > marks.sequence) return 'newer';
      tables.set(path, { ...marks, bytes: Buffer.concat(file) });
      writes.push(path);
      return 'written';
    },
    async remove(path) {
      if (tables.delete(path)) writes.push(`removed ${path}`);
    },
  };
}
