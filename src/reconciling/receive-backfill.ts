/** `POST /api/backfill`: a window of calls, or calls by id. The HTTP policy, independent of any host. */
import { z } from 'zod';
import { formatError } from '../errors.ts';
import { oldestStart } from '../model/day-window.ts';
import { formatRefusal, formatReply, type HttpReply, type ReceiveBody } from '../model/http-reply.ts';
import { parseBody } from '../model/parse-body.ts';
import { makeSweep } from '../model/sweep.ts';
import type { NoteEvent } from '../ports/event-log.ts';
import { type AskTools, makeCallAsker } from './ask-calls.ts';
import type { Backfill } from './backfill.ts';
import { withRows } from './compare-day.ts';
import type { ListOutcome } from './list-run.ts';

export interface BackfillRouteTools extends AskTools {
  begin: Backfill['begin'];
  note: NoteEvent;
}

/** How long the route lists; then a message resumes the backfill. */
const listingTimeMs = 20_000;
const maxCallIds = 1000;

/** A date means its first moment in UTC; a time must name its zone. */
const moment = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], {
    error: 'must be a time with its zone, such as 2026-11-01T14:30:00Z, or a date, such as 2026-11-01',
  })
  .transform((text) => new Date(text));

export const callIdList = z
  .array(z.guid({ error: 'must be a GUID' }).toLowerCase(), { error: 'must be a list of call ids' })
  .min(1, { error: 'must name a call' })
  .max(maxCallIds, { error: `must name at most ${maxCallIds} calls` });

const body = z.strictObject({
  from: moment.optional(),
  to: moment.optional(),
  participantId: z
    .string()
    .regex(/^[\w.:@+-]{1,128}$/, { error: 'must be the id of a participant' })
    .optional(),
  callIds: callIdList.optional(),
});

export function makeReceiveBackfill(tools: BackfillRouteTools): ReceiveBody {
  return async (text) => {
    const parsed = parseBody(text, body);
    if ('problem' in parsed) return refuse('InvalidBody', parsed.problem);
    const { from, to, participantId, callIds } = parsed.value;
    try {
      if (callIds) {
        if (from || to || participantId !== undefined) return refuse('BothForms', needsOneForm);
        return await askById(callIds, tools);
      }
      if (!from || !to) return refuse('NoForm', needsOneForm);
      return await askWindow({ from, to, participantId }, tools);
    } catch (error) {
      tools.note('reconciling.failed', { scope: 'backfill', error: formatError(error) });
      return formatRefusal(503, 'StorageUnavailable', 'Backfilling: storage failed; send the request again');
    }
  };
}

const needsOneForm = 'send either {"from","to"}, with "participantId" if wanted, or {"callIds"}';

async function askById(callIds: string[], tools: BackfillRouteTools): Promise<HttpReply> {
  const asker = makeCallAsker(tools, 'backfill', { insists: true });
  const calls = [...new Set(callIds)].map((callId) => ({ callId }));
  let requested = 0;
  for await (const { call, row } of withRows(calls, tools.ledger)) {
    if (await asker.ask(call, row)) requested += 1;
  }
  await asker.flush();
  tools.note('reconciling.backfill-asked', { calls: calls.length });
  return formatReply(202, { listed: 0, requested, continues: false });
}

interface AskedWindow {
  from: Date;
  to: Date;
  participantId: string | undefined;
}

async function askWindow(asked: AskedWindow, tools: BackfillRouteTools): Promise<HttpReply> {
  const now = tools.now();
  const oldest = oldestStart(now);
  const { from, to, participantId } = asked;
  if (from >= to) return refuse('EmptyWindow', '"from" must be before "to"');
  if (from >= now)
    return refuse('FutureWindow', 'the window is in the future: no call has started in it yet');
  if (to <= oldest)
    return refuse('ForgottenWindow', 'the window is older than the 30 days that Graph keeps call records');
  const cut = from < oldest;
  const window = {
    from: cut ? oldest : from,
    to: new Date(Math.min(to.getTime(), now.getTime())),
    participantId,
  };
  const sweep = makeSweep(window, now);
  tools.note('reconciling.backfill-asked', { run_id: sweep.runId, from: sweep.from, to: sweep.to });
  const result = await tools.begin(sweep, listingTimeMs);
  if (result?.outcome === 'aborted') return formatAborted(result);
  const { listed, requested } = countSoFar(result);
  return formatReply(202, {
    listed,
    requested,
    continues: result?.outcome !== 'done',
    ...(cut && {
      note: `Graph keeps call records for 30 days: the window was cut and begins at ${sweep.from}`,
    }),
  });
}

function countSoFar(result: ListOutcome | undefined): { listed: number; requested: number } {
  const { total, day } = result?.progress ?? {};
  return {
    listed: (total?.listed ?? 0) + (day?.listed ?? 0),
    requested: (total?.requested ?? 0) + (day?.requested ?? 0),
  };
}

function formatAborted(result: ListOutcome & { outcome: 'aborted' }): HttpReply {
  const { listed, requested } = countSoFar(result);
  const { message, meaning } = result.error;
  const what =
    meaning === 'denied'
      ? 'GET /api/doctor says which permission is missing, and how to grant it; then send the request again'
      : 'send the request again for the rest';
  return formatRefusal(
    502,
    'ListFailed',
    `Backfilling: ${message}. ${listed} calls were listed, and the ${requested} asked for stay asked for; ${what}`,
  );
}

function refuse(code: string, problem: string): HttpReply {
  return formatRefusal(400, code, `Backfilling: ${problem}`);
}
