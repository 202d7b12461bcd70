/** The figures that the benchmark judges or notes: what each must reach, and what it aims at. */

export interface Figure {
  /** What is measured, in words for people. */
  title: string;
  unit: 'x' | 'MB' | 'KB' | 'ms' | 's' | '';
  better: 'lower' | 'higher';
  /** Absent for a figure that is only written down. */
  must?: number;
  aim?: number;
}

const lower = { unit: 'x', better: 'lower' } as const;
const higher = { unit: 'x', better: 'higher' } as const;
const count = { unit: '', better: 'lower' } as const;
const megabytes = { unit: 'MB', better: 'lower' } as const;
const milliseconds = { unit: 'ms', better: 'lower' } as const;

export const figures = {
  'small-cpu': { title: 'Small records, 16 at a time: CPU / FLOOR', ...lower, must: 2, aim: 1.5 },
  'small-naive': { title: 'Small records: NAIVE CPU / ours', ...higher, must: 1.5, aim: 2 },
  'small-floor': { title: 'Small records: FLOOR, CPU per record', ...milliseconds },
  'small-verdicts': {
    title: 'Small records: verdicts of all streams, share of CPU',
    ...lower,
    must: 0.03,
    aim: 0.01,
  },
  'big-cpu': { title: 'Record of 10,000 sessions: CPU / FLOOR', ...lower, must: 2, aim: 1.5 },
  'big-naive': { title: 'Record of 10,000 sessions: NAIVE CPU / ours', ...higher, must: 1.5, aim: 2 },
  'big-floor': { title: 'Record of 10,000 sessions: FLOOR, CPU', ...milliseconds },
  'big-verdicts': { title: 'Record of 10,000 sessions: verdicts of all streams, share of CPU', ...lower },
  'memory-big': { title: 'Peak memory over idle, 10,000 sessions', ...megabytes, must: 80, aim: 30 },
  'memory-bigger': { title: 'Peak memory over idle, 40,000 sessions', ...megabytes, must: 120, aim: 60 },
  'memory-naive': { title: 'Peak memory over idle, 10,000 sessions, NAIVE', ...megabytes },
  'webhook-batch': { title: 'Webhook p50, 100 notifications / 1', ...lower, must: 1.5, aim: 1.2 },
  'webhook-put': { title: 'Webhook p50 / bare Put Message', ...lower, must: 1.5, aim: 1.2 },
  'webhook-http': { title: 'Webhook p50 over HTTP in the functions host, 1 notification', ...milliseconds },
  'webhook-http-batch': { title: 'The same, 100 notifications', ...milliseconds },
  'throttled-requests': {
    title: 'Graph requests / pages, 10,000 sessions, documented limits',
    ...lower,
    must: 1.03,
    aim: 1.02,
  },
  'throttled-refusals': { title: 'Answers 429 meanwhile', ...count, must: 0, aim: 0 },
  'throttled-seconds': {
    title: 'From the end of the call to the archived record',
    unit: 's',
    better: 'lower',
  },
  'throttled-memory': { title: 'Peak memory over idle of the host meanwhile', ...megabytes },
  'graph-operations': { title: 'Graph requests per small record', ...count },
  'blob-operations': { title: 'Blob operations per small record', ...count },
  'table-operations': { title: 'Table operations per small record', ...count },
  'new-people-operations': { title: 'The same for its people, none of them seen that day', ...count },
  'known-people-operations': {
    title: 'The same for its people, all of them seen that day',
    ...count,
    must: 0,
    aim: 0,
  },
  'search-round-trips': {
    title: 'Round trips for the first page of search --user, 100,000 calls',
    ...count,
    must: 2,
    aim: 2,
  },
  'get-round-trips': { title: 'Round trips of get', ...count, must: 2, aim: 2 },
  'offline-search': { title: 'Search in a folder / gunzip of the files, CPU', ...lower, must: 1.5, aim: 1.5 },
  'offline-seconds': {
    title: 'Search in a folder of 100,000 records, all cores',
    unit: 's',
    better: 'lower',
  },
  'offline-index': {
    title: 'Search in a folder / with the local index, CPU',
    ...higher,
    must: 100,
    aim: 200,
  },
  'offline-index-search': { title: 'Search in that folder with the local index, CPU', ...milliseconds },
  'start-up': { title: 'Start-up of the bundle / node -e 0', ...lower, must: 20, aim: 10 },
  'cli-help': { title: 'call-archive --help / node -e 0', ...lower, must: 3, aim: 2 },
  'verify-cpu': {
    title: 'verify of a folder / gunzip, SHA-256 and MD5 of its files, CPU',
    ...lower,
    must: 1.3,
    aim: 1.15,
  },
  'verify-cores': { title: 'verify of a folder, cores used', ...higher, must: 1.5, aim: 1.8 },
  'seal-requests': {
    title:
      'Sealing a day of 100,000 files, storage requests besides a page of 2,000 files each and its own writes',
    ...count,
    must: 20,
    aim: 15,
  },
  'seal-memory': {
    title: 'Sealing a day of 100,000 files, peak memory over idle',
    ...megabytes,
    must: 60,
    aim: 40,
  },
  'seal-growth': {
    title: 'Sealing, peak memory over idle, 1,000,000 / 100,000 files',
    ...lower,
    must: 1.15,
    aim: 1.05,
  },
  'seal-again-growth': { title: 'The same, a day that was sealed before', ...lower, must: 1.15, aim: 1.05 },
  'verify-quick-memory': {
    title: 'verify --quick of a day of 1,000,000 files, peak memory over idle',
    ...megabytes,
  },
  'verify-quick-growth': {
    title: 'verify --quick, peak memory over idle, 1,000,000 / 100,000 files',
    ...lower,
    must: 1.15,
    aim: 1.05,
  },
  'tables-cpu': {
    title: 'Tables of a day of 10,000 calls / reading, unpacking and parsing its files, CPU',
    ...lower,
    must: 2.5,
    aim: 1.8,
  },
  'tables-bytes': {
    title: 'calls, participants, sessions and streams, bytes / gzip of the records',
    ...lower,
    must: 0.6,
    aim: 0.4,
  },
  'tables-memory': {
    title: 'Tables of 20,000 calls and a meeting of 10,000 sessions in one part, peak memory over idle',
    ...megabytes,
    must: 250,
    aim: 120,
  },
  'tables-growth': {
    title: 'Tables, peak memory over idle, a day of 100,000 calls / one of 10,000',
    ...lower,
    must: 1.3,
    aim: 1.1,
  },
  'tables-year': {
    title: 'DuckDB, poor share by day over a year of 100,000 calls, one file a day',
    ...milliseconds,
  },
  'reader-search-round-trips': {
    title: 'First page of the calls of a person, round trips to storage',
    ...count,
    must: 2,
    aim: 2,
  },
  'reader-call-round-trips': { title: 'A call page, round trips to storage', ...count, must: 3, aim: 2 },
  'reader-call-time': {
    title: 'A page of a small call / finding, reading and unpacking its record',
    ...lower,
    must: 3,
    aim: 2,
  },
  'reader-call-page': { title: 'That page, p50', ...milliseconds },
  'reader-memory': {
    title: '100 readers at once of a meeting of 10,000 people, peak memory over idle',
    ...megabytes,
    must: 150,
    aim: 100,
  },
  'reader-page-size': {
    title: 'The largest page, compressed, without the drawing of the timeline',
    unit: 'KB',
    better: 'lower',
    must: 60,
    aim: 30,
  },
  'package-size': { title: 'Size of the package', ...megabytes, must: 10, aim: 5 },
} as const satisfies Record<string, Figure>;

export type FigureName = keyof typeof figures;

/** What a run measured for one figure. */
export interface Measured {
  figure: FigureName;
  value: number;
  /** The value of each round that counted; `value` is their median. */
  rounds?: readonly number[];
  /** What the figure was compared with, in each of these rounds: where this varies, the machine does. */
  floor?: readonly number[];
}
