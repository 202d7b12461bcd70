/** `/api/status` and `/api/doctor`: a list of checks, each with its state, its facts and what to do. */
import { z } from 'zod';
import { makeProgress } from '../output/progress.ts';
import type { World } from '../world.ts';
import { parseAppAddress } from './app-address.ts';
import { askApp } from './ask-app.ts';
import { parseAnswer } from './parse-answer.ts';

const check = z.object({
  name: z.string(),
  state: z.enum(['ok', 'warn', 'fail']),
  facts: z.record(z.string(), z.unknown()),
  advice: z.string().default(''),
});
export type AppCheck = z.infer<typeof check>;

const appChecks = z.object({
  status: z.enum(['ok', 'at-risk']),
  checkedAt: z.string(),
  version: z.string(),
  checks: z.array(check),
});
export type AppChecks = z.infer<typeof appChecks>;

/** Has the app make its checks. `url`: instead of the environment's address. */
export async function askChecks(
  { doing, route, url }: { doing: string; route: string; url: string | undefined },
  { env, signal, stderr }: World,
): Promise<AppChecks> {
  const address = parseAppAddress(url, env);
  const progress = makeProgress(stderr);
  progress.say('The app is running its checks …');
  try {
    return parseAnswer(doing, appChecks, await askApp(address, { doing, route }, signal));
  } finally {
    progress.clear();
  }
}
