/** `npm run bench`: measures, judges, and says so by a table, by JSON lines and by its exit code. */
import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';
import { conclude } from './conclude.ts';
import type { Measured } from './figures.ts';
import { measureBigRecord, measureSmallRecords } from './measure/cpu.ts';
import { measureMemory } from './measure/memory.ts';
import { measureOperations } from './measure/operations.ts';
import { measureReading } from './measure/reading.ts';
import { measureRoundTrips } from './measure/round-trips.ts';
import { measureStartUp } from './measure/start-up.ts';
import { measureThrottled } from './measure/throttled.ts';
import { measureWebhook } from './measure/webhook.ts';
import { performancePage } from './performance-page.ts';
import { exitCodes } from './verdict.ts';

const measurements: Record<string, (bench: Bench) => Promise<Measured[]>> = {
  small: measureSmallRecords,
  big: measureBigRecord,
  memory: measureMemory,
  webhook: measureWebhook,
  'start-up': measureStartUp,
  reading: measureReading,
  operations: measureOperations,
  throttled: measureThrottled,
  'round-trips': measureRoundTrips,
};
/** They measure no time, but for the one that waits for Graph's limits: they run at the same time. */
const untimed = new Set(['memory', 'operations', 'throttled', 'round-trips']);

const usage = `Usage: npm run bench -- [--quick] [--only NAME]… [--write-docs]
  --quick       small records and few rounds: to see that it runs, not to judge by
  --only NAME   one of ${Object.keys(measurements).join(', ')}
  --write-docs  puts the figures into docs/performance.md (a whole run only)
`;

// Everything that was started ends with this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => process.exit(exitCodes.failed));

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(exitCodes.failed);
});

async function main(): Promise<never> {
  const { quick, names, writeDocs } = readArguments();
  const measured: Measured[] = [];
  for (const name of names) if (!untimed.has(name)) measured.push(...(await measure(name, quick)));
  const counts = names.filter((name) => untimed.has(name)).map((name) => measure(name, quick));
  measured.push(...(await Promise.all(counts)).flat());
  return conclude(measured, { quick, page: writeDocs ? performancePage : undefined });
}

async function measure(name: string, quick: boolean): Promise<Measured[]> {
  const say = (progress: string) =>
    process.stderr.write(`${performance.now().toFixed(0).padStart(7)} ms  ${name}: ${progress}\n`);
  say('begins');
  return (await measurements[name]?.({ quick, env: process.env, say })) ?? [];
}

function readArguments(): { quick: boolean; names: string[]; writeDocs: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        quick: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true, default: [] },
        'write-docs': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(usage);
      process.exit(exitCodes.reached);
    }
    const unknown = values.only.filter((name) => !(name in measurements));
    if (unknown.length > 0) throw new Error(`There is no measurement ${unknown.join(', ')}`);
    const partial = values.quick || values.only.length > 0;
    if (values['write-docs'] && partial) throw new Error('The page is written from a whole run only');
    const names = values.only.length > 0 ? values.only : Object.keys(measurements);
    return { quick: values.quick, names, writeDocs: values['write-docs'] };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n${usage}`);
    process.exit(exitCodes.failed);
  }
}
