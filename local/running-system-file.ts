/** The file that says where the running system is, for `call-archive --local`. It is there as long as `npm start` runs. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatLocalSystem } from '../src/cli/archive/local-system.ts';
import type { LocalSystem } from './local-system.ts';

/** Ignored by git. `src/cli/main.ts` looks for it there. */
const runningSystemFile = join(
  dirname(dirname(fileURLToPath(import.meta.url))),
  '.local',
  'running-system.json',
);

/** Replaces what another run left. The function returned removes the file, unless it is another run's by then. */
export async function leaveAddresses(
  { host, reader, azurite, graph }: LocalSystem,
  file = runningSystemFile,
): Promise<() => Promise<void>> {
  const app = new URL('/', host.url).href;
  const text = formatLocalSystem({
    app,
    ...(reader && { reader: reader.url }),
    storage: azurite.connectionString,
    tenantId: graph.tenantId,
  });
  await mkdir(dirname(file), { recursive: true });
  const writing = `${file}.${process.pid}`;
  await writeFile(writing, text, { mode: 0o600 });
  await rename(writing, file);
  return async () => {
    if ((await readFile(file, 'utf8').catch(() => '')) === text) await rm(file, { force: true });
  };
}
