/** How the app is set up: what it runs with, when its timers are due, and of which package it is. */
import type { CloudName } from '../../config/clouds.ts';
import { nextOccurrence } from '../../config/schedule.ts';
import { hourMs } from '../../model/durations.ts';
import { type Finding, fine } from '../check.ts';
import type { Commands } from '../commands.ts';
import type { Schedules } from '../timetable.ts';

export interface ShownSettings {
  tenantId: string;
  cloud: CloudName;
  graphOrigin: string;
  apiVersion: string;
  publicOrigin: string;
  storageAccount: string;
  /** Whether the secret from before a rotation is still accepted. */
  acceptsPreviousSecret: boolean;
  schedules: Schedules;
}

/** A timer that is due less often does not do what it is for. */
const maxPauses: Readonly<Record<string, number>> = {
  SUBSCRIPTION_SCHEDULE: 12 * hourMs,
  RECONCILE_SCHEDULE: 24 * hourMs,
  REPORTS_SCHEDULE: 7 * 24 * hourMs,
  SEAL_SCHEDULE: 24 * hourMs,
};

/** A setting that is wrong or missing stops the app at start: here is what deserves a second look. */
export function judgeSettings({ schedules: _, ...shown }: ShownSettings, commands: Commands): Finding {
  if (shown.apiVersion === 'beta') {
    return {
      state: 'warn',
      facts: shown,
      advice: `Microsoft does not support beta for production: ${commands.setSetting('GRAPH_API_VERSION', 'v1.0')}`,
    };
  }
  if (shown.acceptsPreviousSecret) {
    return {
      state: 'warn',
      facts: shown,
      advice: `The previous secret is still accepted. Four hours after the rotation: ${commands.removeSetting('NOTIFICATION_CLIENT_STATE_PREVIOUS')}`,
    };
  }
  return fine(shown);
}

export function judgeSchedules(schedules: Schedules, now: Date, commands: Commands): Finding {
  const facts: Record<string, string | undefined> = {};
  const tooRare: string[] = [];
  for (const [name, schedule] of Object.entries(schedules)) {
    const next = nextOccurrence(schedule, now);
    const following = next && nextOccurrence(schedule, next);
    facts[name] = `${schedule} (next: ${next?.toISOString() ?? 'never'})`;
    const pauseMs = following ? following.getTime() - next.getTime() : Number.POSITIVE_INFINITY;
    if (pauseMs > (maxPauses[name] ?? Number.POSITIVE_INFINITY)) tooRare.push(name);
  }
  if (tooRare.length === 0) return fine(facts);
  return {
    state: 'warn',
    facts,
    advice: `Due too rarely, or never. To restore the default: ${tooRare.map((name) => commands.removeSetting(name)).join('; ')}`,
  };
}

export function judgePackage(version: string, nodeVersion: string): Finding {
  return fine({ version, node: nodeVersion });
}
