/** A round that loses its lease while it works: another one may be reading by then, and has its own days and runs. */
import { expect, test } from '@jest/globals';
import { dayMs } from '../../../src/model/durations.ts';
import { call, makeWorld } from './reports-world.ts';

test('a window whose last page comes when the lease is lost is not committed', async () => {
  const world = makeWorld();
  world.graph.rows.set('pstn-calls', [call('a', '2028-03-01T10:00:00Z')]);
  const { readFirstPage } = world.graph;
  world.graph.readFirstPage = async (...asked) => {
    world.runAlone.lose('reports');
    return readFirstPage(...asked);
  };
  await expect(world.archiveReports()).rejects.toThrow('is another’s');
  expect(world.graph.requests.get('pstn-calls')).toBe(1);
  expect([...world.reports.runs.keys()]).toEqual([]);
});

test('a round that loses the lease after its last window does not say that it is complete', async () => {
  const world = makeWorld();
  await world.round();
  world.later(dayMs);
  const [asked, completed] = [world.windows().length, world.events('reporting.completed').length];
  const { write } = world.state;
  world.state.write = async (...row) => {
    if (world.windows().length > asked) world.runAlone.lose('reports');
    return write(...row);
  };
  await expect(world.archiveReports()).rejects.toThrow('is another’s');
  expect(world.windows().length).toBe(asked + 1);
  expect(world.events('reporting.completed').length).toBe(completed);
});
