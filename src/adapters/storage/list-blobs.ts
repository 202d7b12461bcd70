/** Lists the blobs of a container page by page, each as bytes that are read a piece at a time (scan-blob-list.ts). */
import {
  bearerTokenAuthenticationPolicy,
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineFromOptions,
  createPipelineRequest,
  type Pipeline,
  RestError,
} from '@azure/core-rest-pipeline';
import {
  type ContainerClient,
  ContainerSASPermissions,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { giveBackFull } from '../../bytes/give-back.ts';
import { type GrowingBuffer, makeGrowingBuffer } from '../../bytes/growing-buffer.ts';
import { dayMs } from '../../model/durations.ts';
import type { HeldFile } from '../../ports/held-files.ts';
import { findNextMarker, isWholeList, scanBlobList } from './scan-blob-list.ts';
import { limitTime } from './time-limit.ts';

const http = createDefaultHttpClient();
const version = '2023-11-03';
const scope = 'https://storage.azure.com/.default';
/** Of a page whose answer broke off. */
const maxTries = 4;

interface Listing {
  pipeline: Pipeline;
  url: URL;
}

/** The pages of files whose names begin with `prefix`, with their metadata. Throws RestError. */
export async function* listBlobPages(
  container: ContainerClient,
  prefix: string,
  pageSize: number,
): AsyncGenerator<Iterable<HeldFile>> {
  const { pipeline, url } = await openListing(container);
  const query = { restype: 'container', comp: 'list', include: 'metadata', maxresults: String(pageSize) };
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  if (prefix !== '') url.searchParams.set('prefix', prefix);
  const page = makeGrowingBuffer();
  try {
    for (;;) {
      await readWhole({ pipeline, url }, page);
      const next = findNextMarker(page.bytes());
      yield scanBlobList(page.bytes());
      if (next === undefined) return;
      url.searchParams.set('marker', next);
    }
  } finally {
    page.free();
  }
}

/** A key belongs to an emulator: it signs an address that may list. */
async function openListing(container: ContainerClient): Promise<Listing> {
  const pipeline = createPipelineFromOptions({});
  const { credential } = container;
  if (credential instanceof StorageSharedKeyCredential) {
    const permissions = ContainerSASPermissions.parse('l');
    const expiresOn = new Date(Date.now() + dayMs);
    return { pipeline, url: new URL(await container.generateSasUrl({ permissions, expiresOn })) };
  }
  if ('getToken' in credential)
    pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: scope }));
  return { pipeline, url: new URL(container.url) };
}

/** An answer that breaks off is asked for again; other failures are the pipeline's to try again. */
async function readWhole(listing: Listing, page: GrowingBuffer): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await readPage(listing, page);
      if (isWholeList(page.bytes())) return;
      throw new Error('Listing blobs: the answer broke off');
    } catch (error) {
      if (error instanceof RestError || tries >= maxTries) throw error;
    }
  }
}

/** Into memory that all pages use: as many pieces, they would lie about until the next long collection. */
async function readPage({ pipeline, url }: Listing, page: GrowingBuffer): Promise<void> {
  const response = await pipeline.sendRequest(
    http,
    createPipelineRequest({
      ...limitTime(),
      url: url.href,
      headers: createHttpHeaders({ 'x-ms-version': version }),
      streamResponseStatusCodes: new Set([200]),
      // The emulator speaks plain HTTP on this machine.
      allowInsecureConnection: url.protocol === 'http:',
    }),
  );
  const { status: statusCode, readableStreamBody, headers } = response;
  if (statusCode === 200 && readableStreamBody) {
    page.clear();
    for await (const piece of readableStreamBody as AsyncIterable<Buffer>) {
      page.add(piece);
      giveBackFull(piece);
    }
    return;
  }
  const code = headers.get('x-ms-error-code');
  throw new RestError(`Listing blobs: storage answered ${statusCode} ${code ?? ''}`, {
    statusCode,
    ...(code !== undefined && { code }),
  });
}
