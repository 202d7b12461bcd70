/**
 * The night passes: Graph's calls are compared with the archive and every day is sealed; then the archive is checked
 * against its seals by the command, as anybody can do it.
 */
import { execFile } from 'node:child_process';
import { buildCliIfNeeded, cliFile } from './build.ts';
import { dayMs, hourMs, minuteMs } from './graph-simulator/durations.ts';
import type { LocalClock } from './local-clock.ts';
import type { LocalSystem } from './local-system.ts';
import type { LoggedEvents } from './logged-events.ts';
import { runTimer } from './run-timer.ts';

export interface Verified {
  sequence: number;
  days: number;
  files: number;
  /** Calls that Graph listed, and those of them that are nowhere in the archive. */
  listed: number;
  missing: readonly string[];
  /** Whatever else `verify` complains of, one line each. */
  otherwise: readonly string[];
  exitCode: number;
}

interface Report {
  newest: { sequence: number };
  counts: { days: number; files: number; filesRead: number; listed: number; missing: number };
  deviations: { kind: string; path: string; weight: string; detail?: string }[];
}

export async function sealAndVerify(
  system: Pick<LocalSystem, 'host' | 'azurite' | 'graph'>,
  { untilEvent, events }: LoggedEvents,
  clock: LocalClock,
): Promise<Verified> {
  const morning = (Math.floor(clock.now().getTime() / dayMs) + 1) * dayMs;
  const night = new Date(morning).toISOString().slice(0, 10).replaceAll('-', '');
  clock.putForwardTo(new Date(morning + 18 * minuteMs));
  await runTimer(system.host, 'reconcile-schedule');
  await untilEvent(
    ({ name, facts }) =>
      name === 'reconciling.completed' &&
      facts['scope'] === 'full' &&
      String(facts['run_id']).startsWith(night),
  );
  const sealedBefore = events.filter(isSeal).length;
  clock.putForwardTo(new Date(morning + 5 * hourMs + 11 * minuteMs));
  await runTimer(system.host, 'seal-schedule');
  await untilEvent(isSeal, sealedBefore + 1);
  const anchors = events.filter(isSeal).map(({ facts }) => `${facts['sequence']}:${facts['sha256']}`);
  const { exitCode, report } = await verify(['--expect', anchors.at(-1) ?? ''], system, clock);
  const deviations = report.deviations.filter(({ weight }) => weight !== 'told');
  return {
    sequence: report.newest.sequence,
    days: report.counts.days,
    files: report.counts.files,
    listed: report.counts.listed,
    missing: deviations.filter(({ kind }) => kind === 'call-missing').map(({ path }) => path),
    otherwise: deviations
      .filter(({ kind }) => kind !== 'call-missing')
      .map(({ kind, path, detail }) => [kind, path, detail].filter(Boolean).join(' ')),
    exitCode,
  };
}

const isSeal = ({ name, facts }: { name: string; facts: Record<string, unknown> }) =>
  name === 'sealing.sealed' && Number(facts['days']) > 0;

/** In a process that has the system's clock, as storage judges requests by it. */
export async function verify(
  options: readonly string[],
  { azurite, graph }: Pick<LocalSystem, 'azurite' | 'graph'>,
  { nodeWords, environment }: LocalClock,
): Promise<{ exitCode: number; report: Report }> {
  await buildCliIfNeeded();
  const words = [...nodeWords, cliFile, 'verify', ...options, '-o', 'json'];
  const env = {
    ...process.env,
    ...environment,
    ArchiveStorage: azurite.connectionString,
    GRAPH_TENANT_ID: graph.tenantId,
  };
  return new Promise((resolve, reject) => {
    const options = { env, maxBuffer: 64 * 1024 * 1024 };
    const child = execFile(process.execPath, words, options, (error, stdout, stderr) => {
      try {
        resolve({ exitCode: child.exitCode ?? 1, report: JSON.parse(stdout) });
      } catch {
        reject(new Error(`verify ended with ${child.exitCode}: ${stderr}`, { cause: error }));
      }
    });
  });
}

/** One line. */
export function formatVerified({ sequence, days, files, missing, otherwise, exitCode }: Verified): string {
  const found = [...missing.map((callId) => `missing ${callId}`), ...otherwise];
  return (
    `A night later: ${days} days sealed (seal ${sequence}), ${files} files verified` +
    (exitCode === 0 ? ': intact.' : `, exit code ${exitCode}: ${found.join('; ')}`)
  );
}
