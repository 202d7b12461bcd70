/** What a reconcile leaves for health: rows that nobody can read, and lists that do not end. */
import { expect, test } from '@jest/globals';
import { GraphError } from '../../../src/errors.ts';
import { beginSweep } from '../../../src/model/sweep.ts';
import { followPages } from '../../../src/paging/follow-pages.ts';
import { makeReconcileMemory } from '../../../src/reconciling/reconcile-memory.ts';
import { makeMemoryStateStore } from '../../support/memory-state-store.ts';

const at = new Date('2026-11-21T12:17:00.000Z');
const sweep = { runId: 'run', startedAt: at.toISOString(), from: at.toISOString(), to: at.toISOString() };
const unavailable = new GraphError('Asking Graph: it answered 503', { meaning: 'unavailable' });

/** What comes of a list that gives one page again and again, under ever-new links. */
async function findEndless(): Promise<GraphError> {
  const bytes = Buffer.from('[1]');
  const ids = Array(100).keys();
  const pages = followPages(async () => ({
    bytes,
    items: [bytes],
    requestId: undefined,
    nextLink: `link ${ids.next().value}`,
  }));
  try {
    for await (const _ of pages);
  } catch (error) {
    if (error instanceof GraphError) return error;
  }
  throw new Error('The list came to an end');
}

function progressWith(unreadable: number) {
  const progress = beginSweep(sweep);
  return { ...progress, total: { ...progress.total, unreadable } };
}

test('runs whose list did not end are counted until one finishes', async () => {
  const memory = makeReconcileMemory(makeMemoryStateStore());
  const endless = await findEndless();
  await memory.noteFailed(endless, at);
  await memory.noteFailed(unavailable, at);
  await memory.noteFailed(endless, at);
  expect((await memory.read()).endlessRuns).toBe(2);
  await memory.noteCompleted({ scope: 'recent', sweep, progress: progressWith(0), at });
  expect((await memory.read()).endlessRuns).toBe(0);
});

test('unreadable rows of a run over all 30 days are not forgotten by a shorter one', async () => {
  const memory = makeReconcileMemory(makeMemoryStateStore());
  await memory.noteCompleted({ scope: 'full', sweep, progress: progressWith(3), at });
  await memory.noteCompleted({ scope: 'recent', sweep, progress: progressWith(0), at });
  expect(await memory.read()).toMatchObject({ unreadable: 0, fullUnreadable: 3 });
});
