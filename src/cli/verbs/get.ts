/** `call-archive get`: the exact bytes of a record, checked against their hash while read. */
import { readDocument } from '../../reading/read-document.ts';
import { parseSource, type SourceOptions } from '../archive/archive-source.ts';
import { findVersion } from '../archive/find-version.ts';
import { parseCallId } from '../call-id.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import { tell } from '../output/tell.ts';
import { makeWorkListener } from '../output/work-listener.ts';
import { writeFileWhole } from '../output/write-file-whole.ts';
import { makeDataWriter } from '../output/write-text.ts';
import type { World } from '../world.ts';

export interface GetOptions extends SourceOptions {
  version?: string;
  out?: string;
}

export async function runGet(text: string, options: GetOptions, world: World): Promise<ExitName> {
  const callId = parseCallId('Looking for a call', text);
  const archive = await world.archives.open(parseSource(options, world.env));
  const listener = makeWorkListener(world);
  const row = await findVersion(archive, callId, options.version, listener).finally(listener.clear);
  const document = readDocument(archive, row);
  if (options.out === undefined) {
    const write = makeDataWriter(world.stdout);
    for await (const part of document) {
      world.signal.throwIfAborted();
      await write(part);
    }
  } else {
    await writeFileWhole(options.out, document, world.signal);
    tell(world, `${options.out}: call ${callId} v${row.version}, SHA-256 ${row.sha256}\n`);
  }
  return listener.exit();
}
