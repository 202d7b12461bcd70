/** Lists a window of Graph and requests what the archive lacks: for the route, and for the messages that resume it. */
import type { BackfillRequest } from '../model/archive-request.ts';
import type { Sweep } from '../model/sweep.ts';
import { makeCallAsker } from './ask-calls.ts';
import {
  busyDelayMs,
  type ListOutcome,
  type ListRun,
  type ListRunTools,
  listAlone,
  partTimeMs,
  runListPart,
} from './list-run.ts';

export interface Backfill {
  /** Begins a backfill. `undefined`: another run lists now, and a message begins this one later. */
  begin(sweep: Sweep, timeMs: number): Promise<ListOutcome | undefined>;
  /** Handles a message that begins or resumes one. */
  resume(request: BackfillRequest): Promise<void>;
}

export function makeBackfill(tools: ListRunTools): Backfill {
  const { queue, note, now } = tools;

  async function send(sweep: Sweep, progress: ListRun['progress'], delayMs: number): Promise<void> {
    await queue.send({ schema: 1, kind: 'backfill', sweep, ...(progress && { progress }) }, { delayMs });
  }

  /** `undefined`: another run lists now, and a message tries again. */
  async function run(
    { sweep, progress }: Pick<ListRun, 'sweep' | 'progress'>,
    timeMs: number,
    retries: boolean,
  ): Promise<ListOutcome | undefined> {
    let result: ListOutcome | undefined;
    await listAlone(tools, async (held) => {
      const part: ListRun = {
        scope: 'backfill',
        cause: 'backfill',
        sweep,
        progress,
        deadline: new Date(now().getTime() + timeMs),
        asker: makeCallAsker(tools, 'backfill', { insists: true }),
        // The list of one participant's calls says nothing about the whole day.
        keepsEvidence: sweep.participantId === undefined,
        keepsList: () => false,
        resume: (reached, delayMs) => send(sweep, reached, delayMs),
        retries,
      };
      result = await runListPart(part, held, tools);
      if (result.outcome !== 'done') return;
      note('reconciling.backfill-completed', { run_id: sweep.runId, ...result.progress.total });
    });
    if (result) return result;
    note('reconciling.busy', { cause: 'backfill' });
    await send(sweep, progress, busyDelayMs);
    return undefined;
  }

  return {
    // The operator is told of a failure, and sends the request again.
    begin: (sweep, timeMs) => run({ sweep, progress: undefined }, timeMs, false),
    async resume({ sweep, progress }) {
      await run({ sweep, progress }, partTimeMs, true);
    },
  };
}
