/** One JSON file of the start (package.json, host.json, local.settings.json), with an error that says which. */
import { readFile } from 'node:fs/promises';
import { HostStartError } from './host-start-error.ts';

/** `undefined` when there is no such file. */
export async function readJsonFile(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new HostStartError(`${path} cannot be read: ${String(error)}`);
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new HostStartError(`${path} is not valid JSON: ${error instanceof Error ? error.message : error}`);
  }
}
