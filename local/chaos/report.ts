/** A run in words: the seed, what was done, what was found, the verdict. */
import type { HostileResult } from './hostile/run-hostile.ts';
import { countFaults, type Verdict } from './judge.ts';
import type { ChaosResult } from './run-chaos.ts';
import type { OutageResult } from './run-outage.ts';
import type { Finding } from './witness/compare.ts';
import type { ReadCounts } from './witness/count-reads.ts';

const maxShown = 20;

export function formatChaos(result: ChaosResult, verdict: Verdict): string {
  const { seed, calls, archived, findings, recovery, reads, verified, tookMs } = result;
  return [
    `seed ${seed}: ${countFaults(result)} faults on ${calls} calls in ${formatSeconds(tookMs)}`,
    '',
    ...formatCounts(result.faults),
    '',
    `${archived} versions archived; ${result.reordered} notifications came out of order`,
    `by plan ${result.refusedByPlan} calls are refused and ${result.pendingByPlan} pending for ever`,
    `the reconcile found ${recovery.foundMissing} missing; ${recovery.redriven} were redriven; ${result.poisoned} messages were poison`,
    `verify: ${verified.files} files of ${verified.days} days, ${verified.listed} calls listed, exit code ${verified.exitCode}`,
    ...formatReads(reads),
    '',
    ...formatVerdict(verdict, findings, seed),
    ...verified.otherwise.slice(0, maxShown).map((complaint) => `        verify: ${complaint}`),
    ...result.missingUnplanned.slice(0, maxShown).map((callId) => `        verify, missing: ${callId}`),
    ...recovery.forgotten.slice(0, maxShown).map((callId) => `        forgotten: ${callId}`),
  ].join('\n');
}

export function formatOutage(result: OutageResult, verdict: Verdict): string {
  const { seed, calls, missingAtFirst, missingAtLast, findings, reads, listRequests } = result;
  return [
    `seed ${seed}: ${calls} calls of 29 days that nobody announced`,
    '',
    `the reconcile found ${missingAtFirst} missing, after ${listRequests} list requests and ${formatSeconds(result.listedMs)}`,
    `the last one was archived after ${formatSeconds(result.recoveredMs)}; another reconcile found ${missingAtLast} missing`,
    ...formatReads(reads),
    '',
    ...formatVerdict(verdict, findings, seed),
  ].join('\n');
}

export function formatHostile(result: HostileResult, verdict: Verdict): string {
  const { seed, requests, bodies, statuses, wrong, heap } = result;
  return [
    `seed ${seed}: ${requests} requests with hostile bodies`,
    '',
    ...formatCounts(bodies),
    '',
    `answers: ${Object.entries(statuses)
      .map(([status, count]) => `${status} ${count}`)
      .join(', ')}`,
    `latency from the last byte sent: p50 ${result.p50Ms.toFixed(1)} ms, p99 ${result.p99Ms.toFixed(1)} ms, max ${result.maxMs.toFixed(1)} ms`,
    `memory without garbage: ${heap.before.toFixed(1)} MiB after a tenth, ${heap.half.toFixed(1)} after half, ${heap.after.toFixed(1)} at the end`,
    '',
    ...formatVerdict(verdict, [], seed),
    ...wrong.slice(0, maxShown).map((one) => `        wrong answer: ${one}`),
  ].join('\n');
}

function formatReads({ answered, faultFree, failedByGraph, worst }: ReadCounts): string[] {
  return [
    `Graph answered ${answered} reads, ${faultFree} without faults; ${failedByGraph} more it failed itself`,
    ...(worst
      ? [`most for call ${worst.callId}: ${worst.answered} reads, ${worst.faultFree} without faults`]
      : []),
  ];
}

function formatVerdict({ passed, demands }: Verdict, findings: readonly Finding[], seed: string): string[] {
  return [
    ...demands.map(
      (one) =>
        `${one.passed ? 'ok    ' : 'FAILED'}  ${one.name}: ${formatNumber(one.found)} (${one.atLeast ? 'at least' : 'at most'} ${one.limit})`,
    ),
    ...findings.slice(0, maxShown).map(({ kind, subject, what }) => `        ${kind}: ${subject}: ${what}`),
    '',
    passed ? 'passed' : `FAILED: run it again with --seed ${seed}`,
  ];
}

function formatCounts(counts: Readonly<Record<string, number>>): string[] {
  return Object.entries(counts)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, count]) => `${String(count).padStart(6)}  ${name}`);
}

const formatSeconds = (ms: number) => `${Math.round(ms / 1000)} s`;
const formatNumber = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(2));
