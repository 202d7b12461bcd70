/** `call-archive reconcile`: has the app compare what Graph has with the archive, now. */
import { z } from 'zod';
import { parseAppAddress } from '../app/app-address.ts';
import { askApp } from '../app/ask-app.ts';
import { parseAnswer } from '../app/parse-answer.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import { type Format, writeRows } from '../output/write-rows.ts';
import type { World } from '../world.ts';

export interface ReconcileOptions {
  url?: string;
  output: Format;
  full?: true;
}

const answer = z.object({ full: z.boolean() });
const doing = 'Asking for a reconcile';

export async function runReconcile(options: ReconcileOptions, world: World): Promise<ExitName> {
  const address = parseAppAddress(options.url, world.env);
  const body = options.full ? { full: true } : {};
  const asked = parseAnswer(
    doing,
    answer,
    await askApp(address, { doing, route: 'reconcile', body }, world.signal),
  );
  await writeRows(
    [{ requested: true, full: asked.full }],
    {
      columns: [
        { title: 'requested', text: () => 'a reconcile' },
        { title: 'covers', text: ({ full }) => (full ? 'all 30 days' : 'the recent days') },
      ],
      members: ['requested', 'full'],
    },
    options.output,
    world,
  );
  return 'ok';
}
