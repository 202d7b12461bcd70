/** The floor of any check: each file is read, unpacked and hashed, packed and unpacked, in the plainest way. */
import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export function hashFolder(folder: string): number {
  const records = join(folder, 'call-records');
  const names = readdirSync(records, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => name.endsWith('.json.gz'));
  for (const name of files) {
    const file = readFileSync(join(records, name));
    hash('md5', file);
    hash('sha256', gunzipSync(file));
  }
  return files.length;
}
