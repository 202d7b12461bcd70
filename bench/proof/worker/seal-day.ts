/** Seals one day, wired as src/app.ts and src/world.ts wire it. */
import { makeAzureRequestQueue } from '../../../src/adapters/storage/azure-request-queue.ts';
import { makeBlobHeldFiles } from '../../../src/adapters/storage/blob-held-files.ts';
import { makeBlobProofStore } from '../../../src/adapters/storage/blob-proof-store.ts';
import { makeBlobRunAlone } from '../../../src/adapters/storage/blob-run-alone.ts';
import { makeTableSealedDays } from '../../../src/adapters/storage/table-sealed-days.ts';
import { makeTableStateStore } from '../../../src/adapters/storage/table-state-store.ts';
import { names } from '../../../src/config/names.ts';
import type { WorkRequest } from '../../../src/model/work-request.ts';
import type { NoteEvent } from '../../../src/ports/event-log.ts';
import { makeSealDays } from '../../../src/sealing/seal-days.ts';
import { openStorage } from '../../ours.ts';
import { tenantId } from '../made-day.ts';

const { containers, queues, tables } = names;
/** Nothing else is noted of a day that is whole. */
const expected = new Set(['sealing.sealed']);

/** Gives how many files the seal names. */
export async function sealDay(connectionString: string, day: string): Promise<number> {
  const storage = openStorage(connectionString);
  let files = 0;
  const note: NoteEvent = (name, facts = {}) => {
    if (!expected.has(name) || facts['missing'] || facts['unexplained'])
      throw new Error(`Sealing ${day}: ${name} ${JSON.stringify(facts)}`);
    files = Number(facts['files']);
  };
  const sealDays = makeSealDays({
    tenantId,
    version: '0.0.0',
    files: makeBlobHeldFiles((name) => storage.container(name)),
    proof: makeBlobProofStore(storage.container(containers.proof)),
    sealedDays: makeTableSealedDays(storage.table(tables.index), tenantId),
    state: makeTableStateStore(storage.table(tables.state)),
    workQueue: makeAzureRequestQueue<WorkRequest>(storage.queue(queues.work)),
    runAlone: makeBlobRunAlone(storage.container(containers.evidence)),
    timeStamps: undefined,
    requestTables: async () => undefined,
    note,
    now: () => new Date(),
  });
  await sealDays({ schema: 1, kind: 'seal', cause: 'operator', from: day, to: day });
  return files;
}
