/** local.settings.json: the `Values` that stand in for app settings on a developer's machine. */
import { z } from 'zod';
import { HostStartError } from './host-start-error.ts';
import { readJsonFile } from './read-json-file.ts';

const localSettings = z.object({ Values: z.record(z.string(), z.string()).default({}) });

/** The settings of the file, none when there is no file. */
export async function readLocalSettings(path: string): Promise<Record<string, string>> {
  const json = await readJsonFile(path);
  if (json === undefined) return {};
  const parsed = localSettings.safeParse(json);
  if (parsed.success) return parsed.data.Values;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`);
  throw new HostStartError(`${path} is wrong: ${problems.join('; ')}`);
}
