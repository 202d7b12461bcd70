/** How much an archive is used, and what a month of that is in operations: counted ones where they can be counted. */
import { maxTransactionRows } from '../model/index-rows.ts';

export interface Usage {
  callsPerDay: number;
  /** Graph rewrites a record when it learns more; each version is archived. */
  versionsPerCall: number;
  /** Mean size of an archived record as it is stored, compressed. */
  recordKb: number;
  /** Mean number of people, phone numbers and applications that take part. */
  peoplePerCall: number;
  /** Months of records that are in the archive. */
  months: number;
  alwaysReady: number;
  instanceMemoryMb: number;
  /** How long one record is worked at; most of it is waiting for Graph. */
  secondsPerRecord: number;
  /** What is logged about a record, all events, requests and dependencies together. */
  logKbPerRecord: number;
}

/** What a small record costs in requests, on average; counted on the wire by test/integration/small-record-cost.test.ts. */
export const smallRecord = {
  graphRequests: 2,
  blobWrites: 1,
  tableOperations: 11.7,
  /** Where an instance has seen none of its people that day; those it has seen cost nothing. */
  newPeopleOperations: 1,
} as const;

/** A message is put, received and deleted. */
const operationsPerMessage = 3;
/** Each queue, of records and of work and their poison queues, is asked this often while an instance runs (`maxPollingInterval` in host.json). */
const pollEverySeconds = 2;
const queues = 4;
/** By the default schedules. */
export const timerRunsPerDay = { subscription: 288, reconcile: 24, reports: 1, seal: 1 } as const;
/** A person is found by an object id and a user principal name, an organizer by these once more, a meeting by its own. */
const findKeys = (people: number) => 2 * people + 3;
/** The id row, the day row, and the question whether a later version is there, before the find rows and after them. */
const fixedTableOperations = 4;
/** How many partitions the find rows are spread over. */
const findPartitions = 256;
/** A record of more than one block of 1 MiB is staged block by block and committed. */
const blockKb = 1024;
/** The rows of a record in the index, with their columns. */
const rowKb = 1;
/** Flex Consumption charges for at least one second. */
const minSeconds = 1;
/** A reconcile leaves a report for each day that it compares: 30 once a day, about 3 at other times. */
const reportsPerDay = 30 + (timerRunsPerDay.reconcile - 1) * 3;

/** Each day is sealed on the 1st, 2nd, 4th, 8th, 16th and 29th day after it, so every day six of them. */
const sealedPerDay = 6;
/** Of each: Graph's list and the manifest are written; the files of five call reports are listed, which costs as much. */
const writesPerSealedDay = 2 + 5;
/** Files that one request lists. */
const filesPerListing = 2000;

const daysPerMonth = 365 / 12;
const secondsPerMonth = daysPerMonth * 24 * 3600;
const kbPerGb = 1e6;

/** What the index costs for one record, at most: every person has both names. */
export function countTableOperations(people: number): number {
  const keys = findKeys(people);
  const touched = findPartitions * (1 - (1 - 1 / findPartitions) ** keys);
  return fixedTableOperations + Math.max(touched, keys / maxTransactionRows);
}

/** What a day of sealing writes and lists: with one seal at its end, of all days that are due. */
function countSealingWrites(filesPerDay: number): number {
  return sealedPerDay * (writesPerSealedDay + Math.ceil(filesPerDay / filesPerListing)) + 1;
}

/** A month's operations, in the units in which Azure charges them. */
export interface OperationCounts {
  records: number;
  graphRequests: number;
  webhookRuns: number;
  queueRuns: number;
  timerRuns: number;
  alwaysReadyGbSeconds: number;
  webhookGbSeconds: number;
  workGbSeconds: number;
  blobWrites: number;
  blobGbMonths: number;
  tableOperations: number;
  tableGbMonths: number;
  queueOperations: number;
  logGb: number;
}

export function countOperations(usage: Usage): OperationCounts {
  const records = usage.callsPerDay * usage.versionsPerCall * daysPerMonth;
  const recordsKept = records * usage.months;
  const gb = usage.instanceMemoryMb / 1024;
  const timers = Object.values(timerRunsPerDay).reduce((sum, runs) => sum + runs, 0) * daysPerMonth;
  const blocks = Math.ceil(usage.recordKb / blockKb);
  const writesPerRecord = blocks > 1 ? blocks + 1 : smallRecord.blobWrites;
  return {
    records,
    graphRequests: records * smallRecord.graphRequests,
    // Graph may announce many records at once; each by itself costs most.
    webhookRuns: records,
    queueRuns: records,
    timerRuns: timers,
    alwaysReadyGbSeconds: usage.alwaysReady * gb * secondsPerMonth,
    webhookGbSeconds: records * minSeconds * gb,
    workGbSeconds: (records * Math.max(usage.secondsPerRecord, minSeconds) + timers * minSeconds) * gb,
    blobWrites:
      records * writesPerRecord + (reportsPerDay + countSealingWrites(records / daysPerMonth)) * daysPerMonth,
    blobGbMonths: (recordsKept * usage.recordKb) / kbPerGb,
    tableOperations: records * countTableOperations(usage.peoplePerCall),
    tableGbMonths: (recordsKept * (2 + findKeys(usage.peoplePerCall)) * rowKb) / kbPerGb,
    queueOperations: records * operationsPerMessage + (queues * secondsPerMonth) / pollEverySeconds,
    logGb: (records * usage.logKbPerRecord) / kbPerGb,
  };
}
