/** A local index that somebody crafted, checksums and all: what it says of itself is not believed, and the records answer. */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { openFolderArchive } from '../../src/adapters/folder/folder-archive.ts';
import { openFolderPeople } from '../../src/adapters/folder/folder-people.ts';
import { indexFolder } from '../../src/adapters/folder/index-folder.ts';
import type { Problem } from '../../src/ports/call-archive.ts';
import { archiveRecord, writeFolder } from '../support/archived-records.ts';
import { useFolders } from '../support/temporary-folder.ts';

const makeFolder = useFolders();
const record = archiveRecord('crafted', {
  id: '0a1b2c3d-0000-4000-8000-000000000001',
  endedAt: new Date('2026-11-20T11:00:00Z'),
});
const [key = ''] = record.entry.findKeys;
const [person] = record.entry.named;
if (!person) throw new Error('The record names somebody');

type Change = (value: never) => unknown;
/** Of the lines of an index, the one that begins so, and the last one: its footer. */
const footer = '{"form"';
const keys = `[["${key}"`;

async function craft(root: string, line: string, change: Change): Promise<void> {
  const path = join(root, '.call-archive-index', `${dirname(record.blob)}.ndjson`);
  const lines = (await readFile(path, 'utf8')).split('\n').map((text) => text.slice(12, -1));
  const at = lines.findIndex((json) => (line === keys ? json.includes(`["${key}"`) : json.startsWith(line)));
  const crafted = change(JSON.parse(lines[at] ?? '') as never);
  const json = typeof crafted === 'string' ? crafted : JSON.stringify(crafted);
  await writeFile(
    path,
    lines
      .slice(0, -1)
      .map((same, i) => (i === at ? json : same))
      .map((text) => `["${crc32(text).toString(16).padStart(8, '0')}",${text}]\n`)
      .join(''),
  );
}

const withPlaces = (change: (places: number[]) => unknown) => (foot: { places: number[] }) => ({
  ...foot,
  places: change(foot.places),
});
const withFirst = (place: unknown) => withPlaces(([, ...rest]) => [place, ...rest]);
const withKey =
  (...places: unknown[]) =>
  () => [[key, ...places]];

test.each<[string, string, Change]>([
  ['a place of two gigabytes', footer, withFirst(2 ** 31)],
  ['a place beyond every file', footer, withFirst(2 ** 52)],
  ['a negative place', footer, withFirst(-1)],
  ['half a place', footer, withFirst(0.5)],
  ['a text for a place', footer, withFirst('0')],
  [
    'places in the wrong order',
    footer,
    withPlaces((places) => [...places.slice(0, -1).reverse(), places.at(-1)]),
  ],
  ['no places', footer, withPlaces(() => undefined)],
  ['no state', footer, (foot: object) => ({ ...foot, state: null })],
  ['no object', footer, () => null],
  ['no JSON', footer, () => '{"form":'],
  ['keys that are no list', keys, () => ({ [key]: [0, 1] })],
  ['a key that is no list', keys, () => [null]],
  ['a key of two gigabytes', keys, withKey([0, 2 ** 31])],
  ['a key before the file', keys, withKey([-9, 5])],
  ['a key without places', keys, withKey(null)],
  ['a key of texts', keys, withKey(['0', '1'])],
])('with %s', async (_, line, change) => {
  const root = await makeFolder();
  await writeFolder(root, [record]);
  await indexFolder(root, { problem: () => undefined });
  await craft(root, line, change);
  const problems: Problem[] = [];
  const listener = { problem: (problem: Problem) => void problems.push(problem) };
  const archive = openFolderArchive(root, { threads: 1 });
  for (const query of [{}, { by: key }]) {
    const found = await Array.fromAsync(archive.search(query, listener));
    expect(found.map(({ blob }) => blob)).toEqual([record.blob]);
  }
  const people = await Array.fromAsync(openFolderPeople(root, { threads: 1 }).list(person.name, listener));
  expect(people.map((one) => one.key)).toContain(person.key);
  await indexFolder(root, listener);
  expect(problems).toEqual([]);
});
