/** The floor of any tables: each file is read, unpacked and parsed, in the plainest way. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export function parseRecords(folder: string): number {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => name.endsWith('.json.gz'));
  for (const name of files) JSON.parse(gunzipSync(readFileSync(join(folder, name))).toString('utf8'));
  return files.length;
}
