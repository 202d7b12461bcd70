/** `POST /api/redrive`: requests again what the failure ledger holds. The HTTP policy, independent of any host. */
import { z } from 'zod';
import { formatError } from '../errors.ts';
import { formatRefusal, formatReply, type ReceiveBody } from '../model/http-reply.ts';
import { parseBody } from '../model/parse-body.ts';
import type { Failure } from '../ports/failure-ledger.ts';
import { askAgain } from './ask-calls.ts';
import type { FailureTools } from './ask-failures.ts';
import { withRows } from './compare-day.ts';
import { callIdList } from './receive-backfill.ts';

const body = z.strictObject({ callIds: callIdList.optional() });

/** Messages that are sent at a time. */
const sendsAtOnce = 16;

export function makeReceiveRedrive(tools: FailureTools): ReceiveBody {
  return async (text) => {
    const parsed = parseBody(text, body);
    if ('problem' in parsed) return formatRefusal(400, 'InvalidBody', `Redriving: ${parsed.problem}`);
    try {
      const requested = await redrive(listRows(parsed.value.callIds, tools), tools);
      tools.note('reconciling.redriven', { requested });
      return formatReply(202, { requested });
    } catch (error) {
      tools.note('reconciling.failed', { scope: 'redrive', error: formatError(error) });
      return formatRefusal(503, 'StorageUnavailable', 'Redriving: storage failed; send the request again');
    }
  };
}

/** All rows that are pending or refused; by id also lost ones: Graph may have the call after all. */
async function* listRows(callIds: string[] | undefined, { ledger }: FailureTools): AsyncGenerator<Failure> {
  if (!callIds) {
    await ledger.tidy();
    return yield* ledger.list(['pending', 'refused']);
  }
  const calls = [...new Set(callIds)].map((callId) => ({ callId }));
  for await (const { row } of withRows(calls, ledger)) if (row) yield row;
}

async function redrive(rows: AsyncIterable<Failure>, tools: FailureTools): Promise<number> {
  let requested = 0;
  let some: Failure[] = [];
  const askSome = async () => {
    const asked = await Promise.all(some.map((row) => askAgain(row, 'redrive', tools)));
    requested += asked.filter(Boolean).length;
    some = [];
  };
  for await (const row of rows) {
    some.push(row);
    if (some.length >= sendsAtOnce) await askSome();
  }
  await askSome();
  return requested;
}
