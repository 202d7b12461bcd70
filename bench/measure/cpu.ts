/** CPU time of archiving, beside what cannot be saved (FLOOR) and beside a plain client (NAIVE). */
import { type Bench, roundsOf } from '../bench.ts';
import type { FigureName, Measured } from '../figures.ts';
import type { Worker } from '../processes.ts';
import { runRounds } from '../rounds.ts';
import type { SideAnswer, SideName } from '../side/side.ts';
import { startBundled } from '../start-bundled.ts';
import { median, ratios } from '../statistics.ts';
import { verdictPasses } from '../verdicts.ts';
import { planMeeting, planSmallRecords, type RecordPlan } from '../workloads.ts';
import { startPageSource } from './page-source.ts';

const sides = ['floor', 'ours', 'naive', 'verdicts'] as const;

export async function measureSmallRecords(bench: Bench): Promise<Measured[]> {
  const plans = planSmallRecords(bench.quick ? 100 : 1200);
  return measureCpu({ size: 'small', plans, atOnce: 16, rounds: roundsOf(bench) }, bench);
}

export async function measureBigRecord(bench: Bench): Promise<Measured[]> {
  const plans = [planMeeting(bench.quick ? 1_000 : 10_000)];
  return measureCpu({ size: 'big', plans, atOnce: 1, rounds: roundsOf(bench, 7) }, bench);
}

interface Workload {
  size: 'small' | 'big';
  plans: readonly RecordPlan[];
  atOnce: number;
  rounds: number;
}

async function measureCpu({ size, plans, atOnce, rounds }: Workload, bench: Bench): Promise<Measured[]> {
  const pages = await startPageSource(plans, bench);
  const start = (side: SideName) =>
    startBundled('side', { side, origin: pages.origin, calls: pages.calls, atOnce });
  const [floor, ours, naive, verdicts] = await Promise.all(sides.map(start));
  if (!floor || !ours || !naive || !verdicts) throw new Error('Starting the sides: one is missing');
  const agree = makeAgreement(plans.length);
  const run = (worker: Worker<SideAnswer>, name: SideName) => async () => {
    const answer = agree(await worker.run());
    bench.say(`${name} ${answer.cpuMs.toFixed(0)} ms CPU in ${answer.tookMs.toFixed(0)} ms`);
    return answer.cpuMs;
  };
  const costs = await runRounds(
    {
      floor: run(floor, 'floor'),
      ours: run(ours, 'ours'),
      naive: run(naive, 'naive'),
      verdicts: run(verdicts, 'verdicts'),
    },
    rounds,
  );
  await Promise.all([floor, ours, naive, verdicts, pages].map((one) => one.stop()));

  const figure = (name: 'cpu' | 'naive' | 'floor' | 'verdicts'): FigureName => `${size}-${name}`;
  const overFloor = ratios(costs.ours, costs.floor);
  const overOurs = ratios(costs.naive, costs.ours);
  const overVerdicts = ratios(costs.verdicts, costs.ours).map((ratio) => ratio / verdictPasses);
  const perRecord = costs.floor.map((cost) => cost / plans.length);
  const compared = { floor: costs.floor };
  return [
    { figure: figure('cpu'), value: median(overFloor), rounds: overFloor, ...compared },
    { figure: figure('naive'), value: median(overOurs), rounds: overOurs, ...compared },
    { figure: figure('floor'), value: median(perRecord), rounds: perRecord },
    { figure: figure('verdicts'), value: median(overVerdicts), rounds: overVerdicts },
  ];
}

/** The sides must have done the same work, or there is nothing to compare. */
function makeAgreement(records: number): (answer: SideAnswer) => SideAnswer {
  let agreed: string | undefined;
  return (answer) => {
    agreed ??= answer.hash;
    const same = answer.hash === undefined || answer.hash === agreed;
    if (answer.records !== records || !same) throw new Error('Comparing the sides: they did different work');
    return answer;
  };
}
