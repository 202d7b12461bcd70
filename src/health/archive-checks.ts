/** The list of checks behind health: facts in, judgement out. A new check is one more entry. */
import { once } from '../concurrency/once.ts';
import type { ReportName } from '../model/call-report.ts';
import type { FailureLedger } from '../ports/failure-ledger.ts';
import type { StateStore } from '../ports/state-store.ts';
import type { StorageProbe } from '../ports/storage-probe.ts';
import { intakeRow } from '../state/intake-state.ts';
import { reconcileRow } from '../state/reconcile-state.ts';
import { reportRow } from '../state/report-state.ts';
import { sealingRow } from '../state/sealing-state.ts';
import { subscriptionRow } from '../state/subscription-state.ts';
import { readState } from '../state/typed-row.ts';
import type { HealthCheck } from './check.ts';
import { judgeLost } from './checks/lost.ts';
import { judgeNotifications } from './checks/notifications.ts';
import { judgePending } from './checks/pending.ts';
import { judgePermission } from './checks/permission.ts';
import { judgeExpiring, judgeReconcile } from './checks/reconcile.ts';
import { judgeReport } from './checks/report.ts';
import { judgeSealChain, judgeSealedChanges, judgeSealing, judgeSealStamps } from './checks/seal.ts';
import { judgePoison, judgeStorage } from './checks/storage.ts';
import { judgeSubscription } from './checks/subscription.ts';
import type { Commands } from './commands.ts';
import { surveyLedger } from './survey-ledger.ts';
import type { Timetable } from './timetable.ts';

export interface CheckTools {
  state: StateStore;
  ledger: Pick<FailureLedger, 'list'>;
  storage: StorageProbe;
  timetable: Timetable;
  commands: Commands;
  /** The call reports that are archived. */
  reports: readonly ReportName[];
}

export interface CheckTimes {
  /** When the app was seen first. */
  since: Date;
  now: Date;
  /** By when the app must have looked after its subscription for the first time. */
  firstLookDueBy: Date;
}

/** Made for each run, so that each fact is read once in it. */
export function makeArchiveChecks(
  tools: CheckTools,
  { since, now, firstLookDueBy }: CheckTimes,
): HealthCheck[] {
  const { state, timetable, commands } = tools;
  const subscription = once(() => readState(subscriptionRow, state));
  const reconcile = once(() => readState(reconcileRow, state));
  const sealing = once(() => readState(sealingRow, state));
  const survey = once(() => surveyLedger(tools.ledger, now));
  const storage = once(() => tools.storage.probe());

  return [
    {
      name: 'subscription',
      run: async () =>
        judgeSubscription(await subscription(), { now, firstLookDueBy, lookDueBy: timetable.watchDueBy }),
    },
    {
      name: 'graph-permission',
      async run() {
        const facts = {
          subscription: await subscription(),
          reconcile: await reconcile(),
          ledger: await survey(),
        };
        return judgePermission(facts, now, commands.grantRole('CallRecords.Read.All'));
      },
    },
    { name: 'storage', run: async () => judgeStorage(await storage(), commands) },
    { name: 'pending-records', run: async () => judgePending(await survey(), now, commands) },
    { name: 'lost-records', run: async () => judgeLost(await survey(), commands) },
    { name: 'poison-queue', run: async () => judgePoison(await storage(), commands) },
    { name: 'expiring-calls', run: async () => judgeExpiring(await reconcile()) },
    {
      name: 'reconcile',
      run: async () => judgeReconcile(await reconcile(), { now, since, nextRun: timetable.nextReconcile }),
    },
    {
      name: 'notifications',
      async run() {
        const facts = {
          accepted: await readState(intakeRow('accepted'), state),
          dropped: await readState(intakeRow('dropped'), state),
          failed: await readState(intakeRow('failed'), state),
          subscription: await subscription(),
          reconcile: await reconcile(),
        };
        return judgeNotifications(facts, now);
      },
    },
    { name: 'sealing', run: async () => judgeSealing(await sealing(), { now, since }) },
    { name: 'seal-chain', run: async () => judgeSealChain(await sealing()) },
    { name: 'sealed-changes', run: async () => judgeSealedChanges(await sealing()) },
    { name: 'seal-stamps', run: async () => judgeSealStamps(await sealing(), now) },
    ...tools.reports.map((report) => ({
      name: `report-${report}`,
      run: async () =>
        judgeReport(
          await readState(reportRow(report), state),
          { now, since, nextRun: timetable.nextReports },
          commands.grantRole('CallRecords.Read.All'),
        ),
    })),
  ];
}
