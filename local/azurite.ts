/**
 * A real Azurite for tests: one child process, in memory, on free ports of the loopback.
 * It ends with `close()`, and by itself when the process that started it dies.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { bundleAzuriteIfNeeded } from './bundle-azurite.ts';
import { endWithParent } from './end-with-parent.ts';
import type { LocalClock } from './local-clock.ts';

export interface Azurite {
  connectionString: string;
  blobUrl: string;
  queueUrl: string;
  tableUrl: string;
  close(): Promise<void>;
}

// Public constants of the emulator, the same on every machine:
// https://learn.microsoft.com/azure/storage/common/storage-connect-azurite
const accountName = 'devstoreaccount1';
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

const startTimeoutMs = 240_000;

/** On the real clock, or on the one given. */
export async function startAzurite(clock?: LocalClock): Promise<Azurite> {
  const child = spawnAzurite(await bundleAzuriteIfNeeded(), clock);
  try {
    const ports = await readPorts(child);
    const blobUrl = `http://127.0.0.1:${ports.blob}/${accountName}`;
    const queueUrl = `http://127.0.0.1:${ports.queue}/${accountName}`;
    const tableUrl = `http://127.0.0.1:${ports.table}/${accountName}`;
    await Promise.all([blobUrl, queueUrl, tableUrl].map(answers));
    const connectionString =
      `DefaultEndpointsProtocol=http;AccountName=${accountName};AccountKey=${accountKey};` +
      `BlobEndpoint=${blobUrl};QueueEndpoint=${queueUrl};TableEndpoint=${tableUrl};`;
    return { connectionString, blobUrl, queueUrl, tableUrl, close: () => end(child) };
  } catch (error) {
    await end(child);
    throw error;
  }
}

function spawnAzurite(script: string, clock: LocalClock | undefined): ChildProcess {
  const ports = ['blob', 'queue', 'table'].flatMap((service) => [
    `--${service}Host`,
    '127.0.0.1',
    `--${service}Port`,
    '0',
  ]);
  const args = ['--inMemoryPersistence', '--skipApiVersionCheck', '--disableTelemetry', '--silent', ...ports];
  // Its working folder is the temporary one, since Azurite may leave files where it runs.
  return spawn(process.execPath, [...endWithParent, ...(clock?.nodeWords ?? []), script, ...args], {
    cwd: tmpdir(),
    env: { ...process.env, ...clock?.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

function readPorts(child: ChildProcess): Promise<{ blob: string; queue: string; table: string }> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string) => reject(new Error(`Azurite did not start: ${why}\n${output}`));
    const timer = setTimeout(() => fail(`silent for ${startTimeoutMs / 1000} s`), startTimeoutMs);
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const [blob, queue, table] = ['Blob', 'Queue', 'Table'].map((service) => {
        const line = new RegExp(`${service} service is successfully listening at http://[^:]+:(\\d+)`);
        return line.exec(output)?.[1];
      });
      if (!blob || !queue || !table) return;
      clearTimeout(timer);
      output = '';
      child.stdout?.off('data', read).resume();
      child.stderr?.off('data', read).resume();
      resolve({ blob, queue, table });
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => fail(`exit code ${code}`));
  });
}

async function answers(url: string): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    try {
      // Any status will do: an unsigned request is refused by a service that is there.
      await (await fetch(url)).arrayBuffer();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await delay(20);
    }
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
