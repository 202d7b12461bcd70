/** Loads a deployable package (package.json, host.json, bundle), so that its functions register themselves. */
import { glob, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { answerCoreRequests } from './answer-core-requests.ts';
import type { AppSettings } from './app-settings.ts';
import { type HostConfig, parseHostConfig } from './host-config.ts';
import { HostStartError } from './host-start-error.ts';
import { overrideHostJson } from './override-host-json.ts';
import { readJsonFile } from './read-json-file.ts';
import { registrations } from './registrations.ts';

const packageJson = z.object({ main: z.string().min(1) });

let loadedFolder: string | undefined;

export async function loadPackage(path: string, settings: AppSettings): Promise<HostConfig> {
  const folder = resolve(path);
  const config = parseHostConfig(overrideHostJson(await readHostJson(folder), settings));
  if (loadedFolder === folder) return config;
  if (loadedFolder) throw new Error(`Package ${loadedFolder} is loaded already, and a process can load one`);
  loadedFolder = folder;
  answerCoreRequests();
  await importEntries(folder);
  registrations.closed = true;
  if (registrations.functions.size === 0) {
    throw new HostStartError(`The package in ${folder} registered no function`);
  }
  await refuseHttpStreaming();
  return config;
}

async function readHostJson(folder: string): Promise<unknown> {
  const info = await stat(folder).catch(() => undefined);
  if (!info?.isDirectory()) {
    throw new HostStartError(`Package folder ${folder} is missing: build it, or choose one with --package`);
  }
  const json = await readJsonFile(join(folder, 'host.json'));
  if (json === undefined) throw new HostStartError(`Package folder ${folder} has no host.json`);
  return json;
}

async function importEntries(folder: string): Promise<void> {
  const file = join(folder, 'package.json');
  const parsed = packageJson.safeParse(await readJsonFile(file));
  if (!parsed.success) throw new HostStartError(`${file} does not name the app's entry in "main"`);
  // As in the runtime, `main` may be a pattern with one file per function.
  const entries: string[] = [];
  for await (const entry of glob(parsed.data.main, { cwd: folder })) entries.push(entry);
  if (entries.length === 0) throw new HostStartError(`${join(folder, parsed.data.main)} does not exist`);
  for (const entry of entries.sort()) await import(pathToFileURL(join(folder, entry)).href);
}

async function refuseHttpStreaming(): Promise<void> {
  const capabilities = await registrations.programmingModel?.getCapabilities({});
  if (capabilities?.['HttpUri'])
    throw new HostStartError('This host has no HTTP streaming (enableHttpStream)');
}
