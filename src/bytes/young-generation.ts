/**
 * Keeps V8's young generation small while work goes on that makes much and keeps nothing, however long it takes. An app
 * has no other say: options for Node (`languageWorkers__node__arguments`) cost it its warm instances, so every start
 * would be a long one. Node warns of changing V8's flags in general (https://nodejs.org/api/v8.html#v8setflagsfromstringflags);
 * these two are read each time that they matter, and when a thread starts, whose generation they keep small too.
 *
 * - The generation doubles, up to two spaces of 32 MB, after as many bytes have outlived a collection as it holds. Bought for the
 *   benchmarks: without it, sealing a million files takes twice as much memory, and making tables of 20,000 calls 65 MB more, at
 *   the same CPU time.
 * - Memory outside V8's heap that young objects hold, as pieces of what comes over the network, is freed by a collection only;
 *   where little else is made, the next one comes late: after more than 60 MB of it. Bought for `verify --quick` of a million
 *   files: without it, twice as many long collections, and up to 15 MB more.
 */
import { setFlagsFromString } from 'node:v8';

interface Limits {
  growthFactor: number;
  /** A collection comes after four times as much memory outside the heap. */
  capacityMb: number;
}

const steady: Limits = { growthFactor: 1, capacityMb: 2 };
/** As V8 has them. */
const usual: Limits = { growthFactor: 2, capacityMb: 32 };

/** V8 says so on standard error where it does not know a flag: the versions of Node 22 and 24 differ in it. */
const knowsCapacity = /^13\./.test(process.versions.v8);

let holders = 0;

/** While this work goes on; the flags belong to the whole process. */
export async function inSteadyGeneration<Result>(work: () => Promise<Result>): Promise<Result> {
  holders += 1;
  setLimits(steady);
  try {
    return await work();
  } finally {
    holders -= 1;
    if (holders === 0) setLimits(usual);
  }
}

function setLimits({ growthFactor, capacityMb }: Limits): void {
  setFlagsFromString(`--semi-space-growth-factor=${growthFactor}`);
  if (knowsCapacity) setFlagsFromString(`--scavenger-max-new-space-capacity-mb=${capacityMb}`);
}
