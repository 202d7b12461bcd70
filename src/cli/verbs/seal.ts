/** `call-archive seal`: has the app seal days now. */

import { z } from 'zod';
import type { RemovalReason } from '../../model/removal-reasons.ts';
import { parseAppAddress } from '../app/app-address.ts';
import { askApp } from '../app/ask-app.ts';
import { parseAnswer } from '../app/parse-answer.ts';
import { parseDays } from '../dates/parse-days.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import { tell } from '../output/tell.ts';
import { type Format, writeRows } from '../output/write-rows.ts';
import type { World } from '../world.ts';

export interface SealOptions {
  url?: string;
  output: Format;
  from?: string;
  to?: string;
  because?: RemovalReason;
}

const answer = z.object({ from: z.string(), to: z.string(), because: z.string().optional() });
const doing = 'Asking for a seal';

export async function runSeal(options: SealOptions, world: World): Promise<ExitName> {
  const address = parseAppAddress(options.url, world.env);
  const { from = 'yesterday', to = from, because } = options;
  const { first, last } = parseDays({ from, to }, world.now());
  const body = { from: first, to: last, ...(because && { because }) };
  const reply = await askApp(address, { doing, route: 'seal', body }, world.signal);
  const asked = parseAnswer(doing, answer, reply);
  tell(world, 'The app seals these days now; its log says when it is done.\n');
  await writeRows(
    [{ requested: true, ...asked }],
    {
      columns: [
        { title: 'requested', text: () => 'a seal' },
        { title: 'from', text: (row) => row.from },
        { title: 'to', text: (row) => row.to },
        { title: 'because', text: (row) => row.because ?? '' },
      ],
      members: ['requested', 'from', 'to', 'because'],
    },
    options.output,
    world,
  );
  return 'ok';
}
