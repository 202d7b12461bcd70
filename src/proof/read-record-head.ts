/** What a record's document says of itself at its top, for a file of which nothing else is known. */
import { unpack } from '../bytes/unpack.ts';
import { isRecordFault } from '../errors.ts';
import { parseGraphTime } from '../model/graph-time.ts';
import { headNames, parseHead } from '../model/record-head.ts';
import { makeRecordSplitter } from '../model/split-record.ts';
import type { HeldFiles } from '../ports/held-files.ts';

export interface DocumentHead {
  callId: string;
  version: string;
  /** When Graph wrote this version, ISO 8601 UTC. */
  modifiedAt: string | undefined;
}

const modifiedName = 'lastModifiedDateTime';

/** `undefined` when it is not there, damaged, or no call record. */
export async function readRecordHead(
  files: Pick<HeldFiles, 'open'>,
  container: string,
  path: string,
): Promise<DocumentHead | undefined> {
  const texts = new Map<string, string>();
  const splitter = makeRecordSplitter({
    onMember(name, value) {
      if (headNames.has(name) || name === modifiedName) texts.set(name, value.toString('utf8').trim());
    },
    onArray: () => undefined,
    onItem: () => undefined,
  });
  try {
    const file = await files.open(container, path);
    if (!file) return undefined;
    for await (const piece of unpack(file)) splitter.push(piece);
    const { callId, version } = parseHead((name) => texts.get(name));
    return { callId, version, modifiedAt: parseGraphTime(JSON.parse(texts.get(modifiedName) ?? 'null')) };
  } catch (error) {
    if (isRecordFault(error)) return undefined;
    throw error;
  }
}
