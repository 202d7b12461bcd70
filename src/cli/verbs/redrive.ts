/** `call-archive redrive`: asks again for what the failure ledger holds. */
import { z } from 'zod';
import { countOf } from '../../reading/count-of.ts';
import { parseAppAddress } from '../app/app-address.ts';
import { askApp } from '../app/ask-app.ts';
import { callIdBodies } from '../app/call-id-bodies.ts';
import { parseAnswer } from '../app/parse-answer.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import { makeProgress } from '../output/progress.ts';
import { tell } from '../output/tell.ts';
import { type Format, writeRows } from '../output/write-rows.ts';
import type { World } from '../world.ts';

export interface RedriveOptions {
  url?: string;
  output: Format;
}

const answer = z.object({ requested: z.number() });
const doing = 'Asking for a redrive';

export async function runRedrive(
  callIds: readonly string[],
  options: RedriveOptions,
  world: World,
): Promise<ExitName> {
  const bodies = callIds.length > 0 ? callIdBodies(doing, callIds) : [{}];
  const address = parseAppAddress(options.url, world.env);
  const progress = makeProgress(world.stderr);
  progress.say('The app asks again for what it could not archive …');
  let requested = 0;
  try {
    for (const body of bodies) {
      const reply = await askApp(address, { doing, route: 'redrive', body }, world.signal);
      requested += parseAnswer(doing, answer, reply).requested;
    }
  } catch (error) {
    if (requested > 0) tell(world, `What was requested stays requested: ${countOf(requested, 'call')}.\n`);
    throw error;
  } finally {
    progress.clear();
  }
  const columns = [{ title: 'requested', text: (row: { requested: number }) => String(row.requested) }];
  await writeRows([{ requested }], { columns, members: ['requested'] }, options.output, world);
  return 'ok';
}
