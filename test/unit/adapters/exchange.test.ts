/** What the whole client cannot show at will: a request that gets its connection when its time is over. */
import { expect, test } from '@jest/globals';
import { type Dispatcher, Pool } from 'undici';
import { exchange } from '../../../src/adapters/graph/exchange.ts';

/** Keeps every request waiting until `start`. */
class BusyPool extends Pool {
  start: () => void = () => undefined;
  aborted: Error[] = [];

  override dispatch(_options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const controller = { abort: (reason: Error) => this.aborted.push(reason) };
    this.start = () => handler.onRequestStart?.(controller as unknown as Dispatcher.DispatchController, {});
    return true;
  }
}

test('a request whose time ran out while it waited for a connection is not sent when there is one', async () => {
  const pool = new BusyPool('http://127.0.0.1:1');
  const answer = exchange(pool, { method: 'GET', path: '/' }, 1);
  await expect(answer).rejects.toMatchObject({ meaning: 'unavailable' });
  pool.start();
  expect(pool.aborted).toEqual([expect.objectContaining({ message: 'the answer took over 1 ms' })]);
  await pool.close();
});
