/** What a month costs: the rule is the sum of counted operations times prices, and nothing else. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { Cron } from 'croner';
import fc from 'fast-check';
import { settings } from '../../../src/config/settings.ts';
import { estimateCost } from '../../../src/estimating/estimate-cost.ts';
import { meters, type PriceTable, priceTables } from '../../../src/estimating/prices.ts';
import {
  countOperations,
  countTableOperations,
  smallRecord,
  timerRunsPerDay,
  type Usage,
} from '../../../src/estimating/usage.ts';

const eastUs = priceTables['eastus'] as PriceTable;
const usage: Usage = {
  callsPerDay: 1200,
  versionsPerCall: 1,
  recordKb: 5,
  peoplePerCall: 3,
  months: 12,
  alwaysReady: 1,
  instanceMemoryMb: 2048,
  secondsPerRecord: 2,
  logKbPerRecord: 10,
};
const costOf = (name: string, changes: Partial<Usage> = {}) =>
  estimateCost({ ...usage, ...changes }, eastUs).items.find(({ item }) => item === name)?.cost;

const anyUsage = fc.record({
  callsPerDay: fc.integer({ min: 0, max: 1_000_000 }),
  versionsPerCall: fc.integer({ min: 1, max: 5 }),
  recordKb: fc.integer({ min: 1, max: 5000 }),
  peoplePerCall: fc.integer({ min: 1, max: 10_000 }),
  months: fc.integer({ min: 0, max: 120 }),
  alwaysReady: fc.integer({ min: 0, max: 5 }),
  instanceMemoryMb: fc.constantFrom(512, 2048, 4096),
  secondsPerRecord: fc.integer({ min: 0, max: 60 }),
  logKbPerRecord: fc.integer({ min: 0, max: 100 }),
});

describe('the cost of a month', () => {
  test('of an instance that is always ready is its memory times the seconds of a month', () => {
    // 2 GB × 365 / 12 days × 86,400 s × 0.000004 USD
    expect(costOf('Always-ready instances')).toBeCloseTo(21.024, 6);
    expect(costOf('Always-ready instances', { alwaysReady: 0 })).toBeUndefined();
  });

  test('of blobs is one write a small record, and of larger ones a write for each MiB and the commit', () => {
    const writes = (recordKb: number) =>
      countOperations({ ...usage, recordKb }).blobWrites -
      countOperations({ ...usage, callsPerDay: 0 }).blobWrites;
    // Of the six days that are sealed every day, the files are listed too: here a page each.
    const listed = (6 * 365) / 12;
    expect(writes(5)).toBeCloseTo(36_500 + listed, 6);
    expect(writes(1024)).toBeCloseTo(36_500 + listed, 6);
    expect(writes(1025)).toBeCloseTo(3 * 36_500 + listed, 6);
  });

  test('of the index is a little more than what the benchmark’s small records cost on the wire', () => {
    const counted = smallRecord.tableOperations;
    // 70 % calls of two, 20 % of four, 10 % of eleven; not every one of them has a user principal name.
    const people = 0.7 * 2 + 0.2 * 4 + 0.1 * 11;
    expect(countTableOperations(people)).toBeGreaterThanOrEqual(counted);
    expect(countTableOperations(people)).toBeLessThan(1.25 * counted);
  });

  test('of a meeting of 10,000 people is a few hundred table operations, not 10,000', () => {
    expect(countTableOperations(10_000)).toBeLessThan(300);
  });

  test('begins where the free part of a month ends', () => {
    expect(costOf('Logs', { logKbPerRecord: 100 })).toBe(0);
    expect(costOf('Logs', { logKbPerRecord: 1000 })).toBeCloseTo((36.5 - 5) * 2.3, 6);
  });

  test('is the sum of its items, finite, and never less for more calls', () => {
    fc.assert(
      fc.property(anyUsage, fc.integer({ min: 0, max: 1000 }), (some, more) => {
        const { total, items } = estimateCost(some, eastUs);
        expect(total).toBeCloseTo(
          items.reduce((sum, { cost }) => sum + cost, 0),
          6,
        );
        expect(items.every(({ cost }) => Number.isFinite(cost) && cost >= 0)).toBe(true);
        const larger = estimateCost({ ...some, callsPerDay: some.callsPerDay + more }, eastUs);
        expect(larger.total).toBeGreaterThanOrEqual(total);
      }),
    );
  });
});

describe('what the estimate takes for granted', () => {
  test('about timers is what the default schedules say', () => {
    const runsOn = (schedule: string) => {
      const day = new Cron(schedule, { timezone: 'UTC' }).nextRuns(1000, '2026-11-20T23:59:59Z');
      return day.filter((run) => run.toISOString().startsWith('2026-11-21')).length;
    };
    expect(runsOn(settings.SUBSCRIPTION_SCHEDULE.default ?? '')).toBe(timerRunsPerDay.subscription);
    expect(runsOn(settings.RECONCILE_SCHEDULE.default ?? '')).toBe(timerRunsPerDay.reconcile);
    expect(runsOn(settings.SEAL_SCHEDULE.default ?? '')).toBe(timerRunsPerDay.seal);
  });

  test('about the queue is what host.json says', () => {
    const host = JSON.parse(readFileSync(new URL('../../../host.json', import.meta.url), 'utf8'));
    expect(host.extensions.queues.maxPollingInterval).toBe('00:00:02');
  });

  test('about the deployment is what its parameters default to', () => {
    const bicep = readFileSync(new URL('../../../infra/main.bicep', import.meta.url), 'utf8');
    const help = readFileSync(new URL('../../../docs/cli.md', import.meta.url), 'utf8');
    const [, ready] = /param alwaysReadyHttp int = (\d+)/.exec(bicep) ?? [];
    const [, memory] = /param instanceMemoryMB int = (\d+)/.exec(bicep) ?? [];
    const [, redundancy] = /param archiveRedundancy string = 'Standard_(\w+)'/.exec(bicep) ?? [];
    expect(help).toMatch(new RegExp(`--always-ready [^-]*\\(default:\\s+${ready}\\)`));
    expect(help).toMatch(new RegExp(`--instance-memory-mb [^-]*\\(default:\\s+${memory}\\)`));
    expect(eastUs.prices.blobStored.meter).toContain(` ${redundancy} `);
    expect(eastUs.prices.blobWrites.meter).toContain(` ${redundancy} `);
  });

  test('about prices is reported with meter, region and date', () => {
    for (const { prices } of Object.values(priceTables)) {
      expect(Object.keys(prices).sort()).toEqual([...meters].sort());
      for (const { meter, region, date } of Object.values(prices)) {
        expect(meter).toContain(' / ');
        expect(region).not.toBe('');
        expect(date).toMatch(/^(\d{4}-\d{2}-\d{2}|undated)$/);
      }
    }
  });
});
