/** docs/reading.md is true: its commands run in a shell, online and offline, and what comes out is what it says. */
import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { BlobServiceClient } from '@azure/storage-blob';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AppLog } from '../support/app-log.ts';
import { findExamples, findUntrue } from '../support/page-examples.ts';
import { passMidnight } from '../support/pass-midnight.ts';
import { makeReadingScenario } from '../support/reading-scenario.ts';
import { useFolders } from '../support/temporary-folder.ts';
import { watchQuietSystem } from '../support/watch-system.ts';
import type { WatchedSystem } from '../support/watched-system.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = await readFile(join(root, 'docs', 'reading.md'), 'utf8');
const run = promisify(execFile);
const makeFolder = useFolders();
let log: AppLog;
let system: WatchedSystem;
let folder: string;

const examples = findExamples(page, 'sh');

beforeAll(async () => {
  await passMidnight();
  ({ log, system } = await watchQuietSystem());
  const { first, second } = makeReadingScenario();
  for (const record of first) system.graph.endCall(record);
  await log.until(({ name }) => name === 'archiving.record-archived', first.length);
  system.graph.endCall(second);
  await log.until(({ name }) => name === 'archiving.record-archived', first.length + 1);
  folder = await makeFolder();
  await download(join(folder, 'archive'));
});

afterAll(() => system?.close());

/** The container as any tool downloads it: names and bytes. */
async function download(path: string): Promise<void> {
  const blobs = BlobServiceClient.fromConnectionString(system.azurite.connectionString);
  const container = blobs.getContainerClient('call-records');
  for await (const { name } of container.listBlobsFlat()) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await container.getBlobClient(name).downloadToFile(join(path, name));
  }
}

/** Runs a script of the page in a folder of its own, beside the downloaded archive. */
async function runScript(script: string, way: 'online' | 'offline'): Promise<string> {
  const cwd = join(folder, way);
  await mkdir(cwd, { recursive: true });
  const command = join(cwd, 'call-archive');
  const cli = `"${process.execPath}" "${join(root, 'dist-cli', 'call-archive.js')}" "$@"`;
  // Offline the archive is said by an option, unless the page says another one.
  const withPath = `case " $* " in *" --path "*) exec ${cli};; *) exec ${cli} --path "${folder}/archive";; esac`;
  await writeFile(command, `#!/bin/sh\n${way === 'online' ? `exec ${cli}` : withPath}\n`);
  await chmod(command, 0o755);
  const setting =
    way === 'online' ? `export ArchiveStorage='${system.azurite.connectionString}'` : 'unset ArchiveStorage';
  const placed = script.replaceAll(/(?<=[ '])archive\//g, '../archive/');
  const { stdout } = await run('sh', ['-c', `export PATH="${cwd}:$PATH"; ${setting}\n${placed}`], { cwd });
  return stdout;
}

async function isThere(tool: string): Promise<boolean> {
  return run('sh', ['-c', `command -v ${tool}`]).then(
    () => true,
    () => false,
  );
}

test('the page answers ten questions', () => {
  expect(new Set(examples.map(({ title }) => /^\d+/.exec(title)?.[0])).size).toBe(10);
});

describe('the page says what comes out of', () => {
  test.each(examples)('$title', async ({ script, lines }) => {
    // Where a tool is not there, this cannot be tried.
    for (const tool of ['jq', 'python3']) if (script.includes(tool) && !(await isThere(tool))) return;
    const [online, offline] = await Promise.all([runScript(script, 'online'), runScript(script, 'offline')]);
    expect(findUntrue(lines, online)).toBeUndefined();
    expect(findUntrue(lines, offline)).toBeUndefined();
    // When a version was fetched stands beside the blob, not in it.
    if (!script.includes('versions')) expect(offline).toBe(online);
  });
});
