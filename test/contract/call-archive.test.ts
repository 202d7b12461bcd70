/** What readers rely on, wherever the archive lies: a storage account, a folder, a folder with its local index. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { openFolderArchive } from '../../src/adapters/folder/folder-archive.ts';
import { indexFolder } from '../../src/adapters/folder/index-folder.ts';
import { openAzureArchive } from '../../src/adapters/storage/azure-archive.ts';
import { names } from '../../src/config/names.ts';
import { type CallQuery, continuationOf } from '../../src/model/call-query.ts';
import { type CallRow, type IndexEntry, rowOfEntry } from '../../src/model/call-row.ts';
import { hourMs } from '../../src/model/durations.ts';
import { hashFindKey, sortKeyOf } from '../../src/model/index-rows.ts';
import type { CallArchive, Problem } from '../../src/ports/call-archive.ts';
import {
  type ArchivedRecord,
  archiveRecord,
  writeFolder,
  writeStorage,
} from '../support/archived-records.ts';
import { useStorage } from '../support/contract-storage.ts';
import { useFolders } from '../support/temporary-folder.ts';

const storage = useStorage();
const makeFolder = useFolders();

/** Four days of calls; the same eight people call each other, since a person is made from the seed of the call. */
const first = Date.parse('2026-10-29T06:00:00Z');
const records: ArchivedRecord[] = Array.from({ length: 24 }, (_, i) =>
  archiveRecord(`call ${i % 12}`, {
    id: `0a1b2c3d-0000-4000-8000-0000000000${String(i + 10)}`,
    endedAt: new Date(first + i * 4 * hourMs),
    ...(i % 3 === 0 ? { sessions: 3 } : {}),
  }),
);
const [oldest] = records as [ArchivedRecord];
/** A later version of the oldest call, beside its first. */
const later = archiveRecord('call 0', {
  id: oldest.entry.callId,
  endedAt: new Date(first),
  sessions: 3,
  version: '12',
});
/** On the last day that has a date. */
const last = archiveRecord('call last', {
  id: '0a1b2c3d-0000-4000-8000-000000000099',
  endedAt: new Date('9999-12-31T12:00:00Z'),
});
const all = [...records, later, last];

const archives = new Map<string, CallArchive>();
beforeAll(async () => {
  const [plain, indexed] = [await makeFolder(), await makeFolder()];
  await Promise.all([writeFolder(plain, all), writeFolder(indexed, all), writeStorage(storage(), all)]);
  archives.set('in a folder', openFolderArchive(plain));
  await indexFolder(indexed, { problem: fail });
  archives.set('in a folder with an index', openFolderArchive(indexed));
  archives.set(
    'in a storage account',
    openAzureArchive({
      records: storage().container(names.containers.records),
      index: storage().table(names.tables.index),
    }),
  );
});

function fail(problem: Problem): never {
  throw new Error(JSON.stringify(problem));
}

/** What must be found: the rule in its plainest form. */
function expected(matches: (entry: IndexEntry) => boolean): string[] {
  const newest = all.filter((record) => record !== oldest).map(({ entry }) => entry);
  return newest
    .filter(matches)
    .sort((a, b) => (sortKeyOf(a) < sortKeyOf(b) ? -1 : 1))
    .map(nameOf);
}

const nameOf = ({ callId, version }: Pick<CallRow, 'callId' | 'version'>) => `${callId} v${version}`;

describe.each(['in a storage account', 'in a folder', 'in a folder with an index'])(
  'an archive %s',
  (which) => {
    const archive = () => archives.get(which) as CallArchive;
    const search = async (query: CallQuery) =>
      (await Array.fromAsync(archive().search(query, { problem: fail }))).map(nameOf);

    test('gives every call once, the newest first, in its newest version', async () => {
      expect(await search({})).toEqual(expected(() => true));
    });

    test('finds the calls of each key, and nothing for a key that no call has', async () => {
      const keys = new Set(all.flatMap(({ entry }) => entry.findKeys));
      const kinds = ['id:', 'upn:', 'phone:', 'organizer:', 'meeting:'];
      for (const kind of kinds) {
        for (const by of [...keys].filter((key) => key.startsWith(kind)).slice(0, 4))
          expect(await search({ by })).toEqual(expected(({ findKeys }) => findKeys.includes(by)));
      }
      expect(await search({ by: 'upn:nobody@contoso.com' })).toEqual([]);
    });

    test('finds by the hash of a key what it finds by the key, and says which key it is', async () => {
      const keys = [...new Set(all.flatMap(({ entry }) => entry.findKeys))];
      for (const kind of ['id:', 'upn:', 'phone:', 'organizer:', 'meeting:']) {
        const key = keys.find((one) => one.startsWith(kind)) ?? '';
        const byHash = { by: { hash: hashFindKey(key) } };
        const rows = await Array.fromAsync(archive().search(byHash, { problem: fail }));
        expect(rows).toEqual(await Array.fromAsync(archive().search({ by: key }, { problem: fail })));
        expect(rows.map(nameOf)).toEqual(expected(({ findKeys }) => findKeys.includes(key)));
        expect(new Set(rows.map(({ foundBy }) => foundBy))).toEqual(new Set([key]));
      }
      expect(await search({ by: { hash: hashFindKey('upn:nobody@contoso.com') } })).toEqual([]);
    });

    test('keeps to a window of starts, its end excluded', async () => {
      const [from, to] = [
        new Date(records[5]?.entry.startedAt ?? ''),
        new Date(records[15]?.entry.startedAt ?? ''),
      ];
      const isInside = ({ startedAt }: CallRow) =>
        Date.parse(startedAt) >= +from && Date.parse(startedAt) < +to;
      const found = await search({ from, to });
      expect(found).toEqual(expected(isInside));
      expect(found).toHaveLength(10);
      const by = records[7]?.entry.findKeys[0] ?? '';
      expect(await search({ by, from, to })).toEqual(
        expected((entry) => isInside(entry) && entry.findKeys.includes(by)),
      );
    });

    test('keeps to a type and to calls that failed', async () => {
      expect(await search({ type: 'GROUPCALL' })).toEqual(expected(({ type }) => type === 'groupCall'));
      expect(await search({ failed: true })).toEqual(expected(({ failed }) => failed));
      expect(await search({ failed: false })).toEqual(expected(({ failed }) => !failed));
    });

    test('keeps to calls with poor media, and for a person to those in which their own were poor', async () => {
      expect(await search({ poor: true })).toEqual(expected(({ poorStreams = 0 }) => poorStreams > 0));
      const keys = [...new Set(all.flatMap(({ entry }) => [...entry.ownStreams.keys()]))];
      for (const by of keys.filter((key) => /^(id|upn|phone):/.test(key)).slice(0, 6)) {
        const isOwnPoor = ({ ownStreams }: IndexEntry) => (ownStreams.get(by)?.poor ?? 0) > 0;
        expect(await search({ by, poor: true })).toEqual(expected(isOwnPoor));
        for await (const row of archive().search({ by, limit: 3 }, { problem: fail })) {
          const entry = all.find((record) => nameOf(record.entry) === nameOf(row))?.entry;
          const own = entry?.ownStreams.get(by);
          expect([row.ownPoorStreams, row.ownClassifiedStreams]).toEqual([own?.poor, own?.classified]);
        }
      }
    });

    test('continues after a call, page by page, without gap or repetition', async () => {
      const [by = ''] = records[4]?.entry.findKeys ?? [];
      for (const query of [{}, { by }]) {
        const whole = await Array.fromAsync(archive().search(query, { problem: fail }));
        const pages: CallRow[] = [];
        for (let after: string | undefined; ; ) {
          const rows: CallRow[] = [];
          const page = { ...query, limit: 2, ...(after && { after }) };
          for await (const row of archive().search(page, { problem: fail })) if (rows.push(row) === 2) break;
          pages.push(...rows);
          const last = rows.at(-1);
          if (!last) break;
          after = continuationOf(last);
        }
        expect(pages).toEqual(whole);
      }
    });

    test('lists nothing where there were no calls', async () => {
      expect(await search({ from: new Date('2020-01-01'), to: new Date('2020-02-01') })).toEqual([]);
    });

    test('knows every version of a call, the first first', async () => {
      const versions = await archive().listVersions(oldest.entry.callId, { problem: fail });
      expect(versions.map(({ version, blob }) => ({ version, blob }))).toEqual([
        { version: '1', blob: oldest.blob },
        { version: '12', blob: later.blob },
      ]);
      expect(await archive().listVersions('00000000-0000-4000-8000-000000000000', { problem: fail })).toEqual(
        [],
      );
    });

    test('says of a call what its record says', async () => {
      const [row] = await archive()
        .listVersions(later.entry.callId, { problem: fail })
        .then((rows) => rows.slice(-1));
      const { fetchedAt: _f, reason: _r, ...columns } = rowOfEntry(later.entry);
      expect(row).toMatchObject(columns);
    });

    test('lists the files of days, and opens each', async () => {
      const days = { first: '2026-10-30', last: '2026-10-31' };
      const files = await Array.fromAsync(archive().listFiles(days, { problem: fail }));
      const wanted = all.filter(({ entry }) => entry.callDay >= days.first && entry.callDay <= days.last);
      expect(files.map(({ blob }) => blob).sort()).toEqual(wanted.map(({ blob }) => blob).sort());
      for (const { blob, fileBytes } of files.slice(0, 3)) {
        const file = await archive().open(blob);
        const bytes = Buffer.concat(await Array.fromAsync(file?.bytes ?? []));
        expect(bytes).toEqual(all.find((record) => record.blob === blob)?.file);
        expect(fileBytes).toBe(bytes.length);
      }
      expect(await archive().open(oldest.blob.replace('v000001', 'v000009'))).toBeUndefined();
    });

    test('lists the files of all days, to the last one that has a date', async () => {
      const files = await Array.fromAsync(archive().listFiles({}, { problem: fail }));
      expect(files.map(({ blob }) => blob).sort()).toEqual(all.map(({ blob }) => blob).sort());
    });

    test.each(['../.ssh/authorized_keys', 'README.md', `${oldest.blob}/../x`, `${oldest.blob}.part`])(
      'opens nothing that is not a record: %s',
      async (name) => {
        await expect(archive().open(name)).rejects.toThrow('it is not the name of a record');
      },
    );
  },
);
