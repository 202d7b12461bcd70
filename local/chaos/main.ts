/** `npm run chaos`: everything goes wrong, by a plan from a seed; then the archive is compared with Graph. */
import { createWriteStream } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildIfNeeded } from '../build.ts';
import { runHostile } from './hostile/run-hostile.ts';
import { judgeChaos, judgeHostile, judgeOutage, type Verdict } from './judge.ts';
import { formatChaos, formatHostile, formatOutage } from './report.ts';
import { type ChaosOutput, runChaos } from './run-chaos.ts';
import { runOutage } from './run-outage.ts';

const usage = `Usage: npm run chaos -- [--seed TEXT] [--calls N] [--faults N] [--quick]
       npm run chaos -- --outage N [--seed TEXT]
       npm run chaos -- --hostile [--bodies N] [--seed TEXT]
  --seed TEXT  plays the plan of that seed (default: a new one)
  --calls N    how many calls end (default 400)
  --faults N   at least this many faults (default 1000)
  --quick      nothing that takes long: no stalled answers, no large meetings
  --outage N   instead: N calls of 29 days that nobody announced
  --hostile    instead: hostile bodies to both webhook routes
  --bodies N   how many (default 10000)
  --log FILE   the app's log
  --json       the result as JSON on standard output
`;

// Whatever was started ends with this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

type Arguments = ReturnType<typeof readArguments>;

await main(readArguments()).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
});

async function main(given: Arguments): Promise<never> {
  const log = given.log === undefined ? undefined : createWriteStream(given.log);
  const output: ChaosOutput = {
    say: (progress) =>
      process.stderr.write(`${(performance.now() / 1000).toFixed(0).padStart(4)} s  ${progress}\n`),
    writeLine: (line) => log?.write(`${line}\n`),
  };
  output.say(`seed ${given.seed}`);
  await buildIfNeeded();
  const { result, verdict, text } = await run(given, output);
  process.stdout.write(`${given.json ? JSON.stringify({ ...result, verdict }) : text}\n`);
  process.exit(verdict.passed ? 0 : 1);
}

async function run(
  { seed, calls, faults, quick, outage, hostile, bodies }: Arguments,
  output: ChaosOutput,
): Promise<{ result: object; verdict: Verdict; text: string }> {
  if (hostile) {
    const result = await runHostile({ seed, bodies }, output);
    const verdict = judgeHostile(result);
    return { result, verdict, text: formatHostile(result, verdict) };
  }
  if (outage !== undefined) {
    const result = await runOutage({ seed, calls: outage }, output);
    const verdict = judgeOutage(result, outage);
    return { result, verdict, text: formatOutage(result, verdict) };
  }
  const result = await runChaos({ seed, calls, faults, slow: !quick }, output);
  const verdict = judgeChaos(result, { faults, tenantRefusals: quick ? 0 : 1 });
  return { result, verdict, text: formatChaos(result, verdict) };
}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        seed: { type: 'string', default: Math.random().toString(36).slice(2, 8) },
        calls: { type: 'string', default: '400' },
        faults: { type: 'string', default: '1000' },
        quick: { type: 'boolean', default: false },
        outage: { type: 'string' },
        hostile: { type: 'boolean', default: false },
        bodies: { type: 'string', default: '10000' },
        log: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(usage);
      process.exit(0);
    }
    const { calls, faults, outage, bodies } = values;
    return {
      ...values,
      calls: parseCount('calls', calls),
      faults: parseCount('faults', faults),
      bodies: parseCount('bodies', bodies),
      outage: outage === undefined ? undefined : parseCount('outage', outage),
    };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n${usage}`);
    process.exit(2);
  }
}

function parseCount(name: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new Error(`--${name} is a number from 1 on, not "${text}"`);
}
