/** Tables for analysts as blobs in `call-tables`, each one Put Blob, with what it was made from in its metadata. */
import { type BlockBlobClient, type ContainerClient, RestError } from '@azure/storage-blob';
import type { TableMarks, TableStore } from '../../ports/table-store.ts';
import { limitSteps, limitTime } from './time-limit.ts';

/** How often another writer may be faster before this one gives up, and the queue brings the message again. */
const maxTries = 3;

export function makeBlobTableStore(container: ContainerClient): TableStore {
  const blobOf = (path: string) => container.getBlockBlobClient(path);
  return {
    find: async (path) => (await readMarks(blobOf(path)))?.marks,
    async *list(prefix) {
      for await (const { name } of limitSteps(container.listBlobsFlat({ prefix }))) yield name;
    },
    async put(path, file, marks) {
      const body = Buffer.concat(file);
      for (let tries = 1; ; tries += 1) {
        const there = await readMarks(blobOf(path));
        if (there?.marks && there.marks.sequence > marks.sequence) return 'newer';
        const conditions = there ? { ifMatch: there.etag } : { ifNoneMatch: '*' };
        if (await upload(blobOf(path), body, marks, conditions)) return 'written';
        if (tries === maxTries) throw new Error(`Writing ${path}: others wrote it ${tries} times meanwhile`);
      }
    },
    async remove(path) {
      await blobOf(path).deleteIfExists(limitTime());
    },
  };
}

async function readMarks(
  blob: BlockBlobClient,
): Promise<{ etag: string; marks: TableMarks | undefined } | undefined> {
  try {
    const { etag = '', metadata = {} } = await blob.getProperties(limitTime());
    const { root, schema, sequence } = metadata;
    const isKnown = root !== undefined && schema !== undefined && /^\d{1,8}$/.test(sequence ?? '');
    return { etag, marks: isKnown ? { root, schema, sequence: Number(sequence) } : undefined };
  } catch (error) {
    if (error instanceof RestError && error.statusCode === 404) return undefined;
    throw error;
  }
}

/** `false`: somebody else wrote it since its marks were read. */
async function upload(
  blob: BlockBlobClient,
  body: Buffer,
  { root, schema, sequence }: TableMarks,
  conditions: { ifMatch?: string; ifNoneMatch?: string },
): Promise<boolean> {
  try {
    await blob.upload(body, body.length, {
      ...limitTime(),
      conditions,
      metadata: { root, schema, sequence: String(sequence) },
      blobHTTPHeaders: { blobContentType: 'application/vnd.apache.parquet' },
    });
    return true;
  } catch (error) {
    if (error instanceof RestError && (error.statusCode === 412 || error.statusCode === 409)) return false;
    throw error;
  }
}
