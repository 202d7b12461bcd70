/** Files in the making, as programs leave them that were ended: `old.part` long ago, `young.part` just now. */
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export async function writeLeftovers(folder: string): Promise<void> {
  const [young, old] = [join(folder, 'young.part'), join(folder, 'old.part')];
  await mkdir(folder);
  await Promise.all([young, old].map((path) => writeFile(path, 'half')));
  await utimes(old, 1, 1);
}
