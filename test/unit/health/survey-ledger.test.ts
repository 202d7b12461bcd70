/** The walk over the failure ledger that checks share, and its end in time. */
import { expect, test } from '@jest/globals';
import { surveyLedger } from '../../../src/health/survey-ledger.ts';
import { dayMs, hourMs, minuteMs } from '../../../src/model/durations.ts';
import type { Failure } from '../../../src/ports/failure-ledger.ts';
import { addFailure, ago, makeHealthyWorld, startsAt } from './health-world.ts';

test('counts rows by state and what was lost within 30 days, and finds the oldest pending and the last denied row', async () => {
  const world = makeHealthyWorld();
  await addFailure(world, { callId: 'a', firstTryAt: ago(5 * hourMs) });
  await addFailure(world, { callId: 'b', httpStatus: 403, lastTryAt: ago(20 * minuteMs) });
  await addFailure(world, { callId: 'c', httpStatus: 401, lastTryAt: ago(10 * minuteMs) });
  await addFailure(world, { callId: 'd', state: 'refused', firstTryAt: ago(50 * hourMs) });
  await addFailure(world, { callId: 'e', state: 'lost', httpStatus: 403 });
  await addFailure(world, { callId: 'f' });
  await world.ledger.close('f', ago(0));
  await addFailure(world, { callId: 'g', state: 'lost', forgottenAt: ago(31 * dayMs) });
  await addFailure(world, { callId: 'h', state: 'lost', forgottenAt: ago(29 * dayMs) });
  expect(await surveyLedger(world.ledger, startsAt)).toEqual({
    pending: 3,
    refused: 1,
    oldest: {
      callId: 'a',
      firstTryAt: ago(5 * hourMs),
      reason: 'Asking Graph: it answered 404',
      httpStatus: 404,
    },
    denied: { count: 2, lastTryAt: ago(10 * minuteMs) },
    lost: { count: 2, callId: 'e' },
    complete: true,
  });
});

test('ends in time with what it has seen, and says so', async () => {
  const world = makeHealthyWorld();
  await addFailure(world);
  const [row] = await Array.fromAsync(world.ledger.list(['pending']));
  const endless = async function* (): AsyncGenerator<Failure> {
    if (row) yield row;
    await new Promise(() => undefined);
  };
  expect(await surveyLedger({ list: endless }, startsAt, 20)).toMatchObject({ pending: 1, complete: false });
});

test('throws what the table throws', async () => {
  const list = (): AsyncIterable<Failure> => {
    throw new Error('no table');
  };
  await expect(surveyLedger({ list }, startsAt)).rejects.toThrow('no table');
});
