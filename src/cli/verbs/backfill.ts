/** `call-archive backfill`: asks the app for a window of calls, or for calls by their ids. */
import { z } from 'zod';
import { countOf } from '../../reading/count-of.ts';
import { parseAppAddress } from '../app/app-address.ts';
import { askApp } from '../app/ask-app.ts';
import { callIdBodies } from '../app/call-id-bodies.ts';
import { parseAnswer } from '../app/parse-answer.ts';
import { parseWindow, type WindowOptions } from '../dates/parse-window.ts';
import { CliError } from '../errors/cli-error.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import { makeProgress } from '../output/progress.ts';
import { tell } from '../output/tell.ts';
import { type Format, writeRows } from '../output/write-rows.ts';
import type { World } from '../world.ts';

export interface BackfillOptions extends WindowOptions {
  url?: string;
  output: Format;
  participant?: string;
}

const answer = z.object({
  listed: z.number(),
  requested: z.number(),
  continues: z.boolean(),
  note: z.string().optional(),
});
type BackfillAnswer = z.infer<typeof answer>;

const doing = 'Asking for a backfill';

export async function runBackfill(
  callIds: readonly string[],
  options: BackfillOptions,
  world: World,
): Promise<ExitName> {
  const bodies = callIds.length > 0 ? readIds(callIds, options) : [readWindowBody(options, world)];
  const address = parseAppAddress(options.url, world.env);
  const progress = makeProgress(world.stderr);
  progress.say(
    callIds.length > 0 ? 'The app asks for these calls …' : 'The app lists the calls of the window …',
  );
  const total: BackfillAnswer = { listed: 0, requested: 0, continues: false };
  try {
    for (const body of bodies) {
      const reply = await askApp(address, { doing, route: 'backfill', body }, world.signal);
      add(total, parseAnswer(doing, answer, reply));
    }
  } catch (error) {
    if (total.requested > 0)
      tell(world, `What was requested stays requested: ${countOf(total.requested, 'call')}.\n`);
    throw error;
  } finally {
    progress.clear();
  }
  const { note, ...counts } = total;
  if (note) tell(world, `${note}\n`);
  if (total.continues) tell(world, 'The app continues listing on its own; its log says when it is done.\n');
  await writeRows(
    [counts],
    {
      columns: [
        { title: 'listed', text: ({ listed }) => String(listed), align: 'right' },
        { title: 'requested', text: ({ requested }) => String(requested), align: 'right' },
        { title: 'continues', text: ({ continues }) => (continues ? 'yes' : 'no') },
      ],
      members: ['listed', 'requested', 'continues'],
    },
    options.output,
    world,
  );
  return 'ok';
}

function add(total: BackfillAnswer, part: BackfillAnswer): void {
  total.listed += part.listed;
  total.requested += part.requested;
  total.continues ||= part.continues;
  if (part.note !== undefined) total.note = part.note;
}

function readIds(callIds: readonly string[], { from, to, participant }: BackfillOptions): object[] {
  if (from ?? to ?? participant) {
    throw new CliError(
      'usage',
      `${doing}: call ids and a window cannot be combined`,
      'Give call ids, or --from and --to (with --participant if wanted).',
    );
  }
  return callIdBodies(doing, callIds);
}

function readWindowBody(options: BackfillOptions, world: World): object {
  if (options.from === undefined) {
    throw new CliError(
      'usage',
      `${doing}: no calls are given`,
      'Give --from (and --to), such as --from 7d, or call ids.',
    );
  }
  const now = world.now();
  const { from, to = now } = parseWindow(options, now);
  const window = { from: from?.toISOString(), to: to.toISOString() };
  tell(world, `Calls that started from ${window.from} to ${window.to}\n`);
  return { ...window, ...(options.participant !== undefined && { participantId: options.participant }) };
}
