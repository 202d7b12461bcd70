/** Tables for analysts in a folder. What a file was made from stands in the file itself. */
import { type FileHandle, open, readdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path/posix';
import { parquetMetadata } from 'hyparquet';
import type { TableMarks, TableStore } from '../../ports/table-store.ts';
import { pathInside } from './path-inside.ts';
import { removeLeftovers, writeWhole } from './whole-file.ts';

const partsFolder = '.call-archive-tables';
/** No footer of ours comes near. */
const maxFooterBytes = 64 * 1024 * 1024;

export function openFolderTables(root: string): TableStore {
  const parts = () => pathInside(root, partsFolder);
  return {
    find: async (path) => readMarks(pathInside(root, path)),
    async *list(prefix) {
      const folder = dirname(`${prefix}x`);
      const names = await readdir(pathInside(root, folder)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      });
      for (const name of names.sort()) if (`${folder}/${name}`.startsWith(prefix)) yield `${folder}/${name}`;
    },
    async put(path, file) {
      await removeLeftovers(parts());
      await writeWhole(pathInside(root, path), parts(), async (handle) => {
        for (const part of file) await handle.writeFile(part);
        await handle.sync();
      });
      return 'written';
    },
    remove: async (path) => rm(pathInside(root, path), { force: true }),
  };
}

async function readMarks(path: string): Promise<TableMarks | undefined> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return undefined;
  try {
    const footer = await readFooter(file);
    return footer && parseMarks(footer);
  } finally {
    await file.close();
  }
}

/** The metadata at the end of the file, its length and the mark behind it; `undefined` when it is no Parquet file. */
async function readFooter(file: FileHandle): Promise<Uint8Array | undefined> {
  const { size } = await file.stat();
  if (size < 12) return undefined;
  const end = await readAt(file, size - 8, 8);
  const footerBytes = end.readUInt32LE(0) + 8;
  if (end.toString('latin1', 4) !== 'PAR1' || footerBytes > Math.min(size, maxFooterBytes)) return undefined;
  return readAt(file, size - footerBytes, footerBytes);
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer } = await file.read({ buffer: Buffer.alloc(length), position });
  return buffer;
}

function parseMarks(footer: Uint8Array): TableMarks | undefined {
  try {
    const bytes = new Uint8Array(footer).buffer;
    const { key_value_metadata: pairs = [] } = parquetMetadata(bytes);
    const readValue = (name: string) => pairs.find(({ key }) => key === `call-archive.${name}`)?.value;
    const [root, schema] = [readValue('root'), readValue('schema')];
    return root !== undefined && schema !== undefined ? { root, schema, sequence: 0 } : undefined;
  } catch {
    return undefined;
  }
}
