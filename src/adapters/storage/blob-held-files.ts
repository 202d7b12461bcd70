/** Files of the archive as a checker sees them, in the containers of a storage account. */
import { Readable } from 'node:stream';
import { type ContainerClient, RestError } from '@azure/storage-blob';
import { IntegrityError } from '../../errors.ts';
import type { HeldFiles } from '../../ports/held-files.ts';
import { listBlobPages } from './list-blobs.ts';
import { limitSteps, limitTime } from './time-limit.ts';

/** What one request lists. Azure allows 5,000; with their metadata these are some 3 MB to be parsed. */
const defaultPageSize = 2000;

export function makeBlobHeldFiles(
  container: (name: string) => ContainerClient,
  { pageSize = defaultPageSize }: { pageSize?: number } = {},
): HeldFiles {
  return {
    async *list(name, prefix) {
      try {
        for await (const page of limitSteps(listBlobPages(container(name), prefix, pageSize))) yield* page;
      } catch (error) {
        if (!isAbsent(error)) throw error;
      }
    },
    async read(name, path, maxBytes) {
      const blob = container(name).getBlobClient(path);
      try {
        const { contentLength = 0, readableStreamBody } = await blob.download(0, undefined, limitTime());
        if (contentLength > maxBytes) {
          destroy(readableStreamBody);
          throw new IntegrityError(
            `Reading ${name}/${path}: it has ${contentLength} bytes, more than ${maxBytes}`,
          );
        }
        return Buffer.concat(await Array.fromAsync(piecesOf(readableStreamBody)));
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
    async open(name, path) {
      try {
        const { readableStreamBody } = await container(name).getBlobClient(path).download();
        return piecesOf(readableStreamBody);
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
  };
}

/** A container that is not there holds nothing. */
function isAbsent(error: unknown): boolean {
  return error instanceof RestError && error.statusCode === 404;
}

async function* piecesOf(body: NodeJS.ReadableStream | undefined): AsyncGenerator<Uint8Array> {
  if (body) yield* limitSteps(body as AsyncIterable<Uint8Array>);
}

function destroy(body: NodeJS.ReadableStream | undefined): void {
  if (body instanceof Readable) body.destroy();
}
