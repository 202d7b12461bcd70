/** `call-archive stats`: how many calls, minutes, people and bytes, by day, hour, type or quality. */

import { type CallCounts, countCalls, type Grouping } from '../../reading/count-calls.ts';
import { parseSource, type SourceOptions } from '../archive/archive-source.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import { findQuery } from '../find-query.ts';
import { barChart } from '../output/bar-chart.ts';
import { endWithNothing } from '../output/none-found.ts';
import { terminalWidth } from '../output/terminal-width.ts';
import { makeWorkListener } from '../output/work-listener.ts';
import { type Format, type RowLayout, writeRows } from '../output/write-rows.ts';
import { writeText } from '../output/write-text.ts';
import type { QueryOptions } from '../query-options.ts';
import type { World } from '../world.ts';

export interface StatsOptions extends QueryOptions, SourceOptions {
  by: Grouping;
  output: Format;
}

export async function runStats(options: StatsOptions, world: World): Promise<ExitName> {
  const { by, output } = options;
  const { query, zone, words } = await findQuery(options, world);
  const archive = await world.archives.open(parseSource(options, world.env));
  const listener = makeWorkListener(world);
  const { groups, total } = await countCalls(archive, query, by, listener, zone).finally(listener.clear);
  const rows = output === 'table' && groups.length > 0 ? [...groups, total] : groups;
  await writeRows(rows, layoutOf(by), output, world);
  if (output === 'table' && groups.length > 0) {
    const bars = groups.map(({ group, calls }) => ({ label: group, value: calls }));
    const chart = barChart(bars, terminalWidth(world.stdout));
    await writeText(world.stdout, `\nCalls\n${chart.join('\n')}\n`);
  }
  return groups.length > 0 ? listener.exit() : endWithNothing(words, listener, world);
}

/** Of the streams with a verdict; empty where there are none. */
function formatShare({ poorStreams, classifiedStreams }: CallCounts): string {
  return classifiedStreams > 0 ? `${((100 * poorStreams) / classifiedStreams).toFixed(1)}%` : '';
}

function layoutOf(by: Grouping): RowLayout<CallCounts> {
  const number = (title: string, value: (counts: CallCounts) => number) => ({
    title,
    text: (counts: CallCounts) => String(Math.round(value(counts))),
    align: 'right' as const,
  });
  return {
    columns: [
      { title: by, text: ({ group }) => group },
      number('calls', ({ calls }) => calls),
      number('failed', ({ failed }) => failed),
      number('poor', ({ poor }) => poor),
      { title: 'poor share', text: formatShare, align: 'right' },
      number('minutes', ({ minutes }) => minutes),
      number('people', ({ people }) => people),
      number('kB', ({ sizeBytes }) => sizeBytes / 1000),
    ],
    members: [
      'group',
      'calls',
      'failed',
      'poor',
      'unknown',
      'poorStreams',
      'classifiedStreams',
      'minutes',
      'people',
      'sizeBytes',
    ],
  };
}
