/** Calls that end one after the other on their own, for a system that one wants to see at work. */
import { z } from 'zod';
import type { SimulatorCore } from '../core.ts';
import { dayMs, minuteMs } from '../durations.ts';
import { type MakeRecordOptions, makeRecord } from '../generator/make-record.ts';
import { makeRandom } from '../generator/random.ts';

export const generateRequest = z.object({
  /** How many calls; default 1. */
  count: z.int().min(1).max(100_000).optional(),
  seed: z.union([z.string(), z.number()]).optional(),
  /** Pause between two calls; 0 ends them all at once. */
  everyMs: z.number().min(0).optional(),
  kind: z.enum(['peerToPeer', 'groupCall', 'pstn']).optional(),
  sessions: z.int().min(1).optional(),
  participants: z.int().min(1).optional(),
  announce: z.boolean().optional(),
  readableAfterMs: z.number().min(0).optional(),
  /** Spreads the calls' ends evenly over this many days before now, for a tenant with a past; default 0. */
  overDays: z.number().min(0).max(40).optional(),
  /** Share of calls that get a second version, and when. */
  secondVersions: z.number().min(0).max(1).optional(),
  secondVersionAfterMs: z.number().min(0).optional(),
});

type GenerateRequest = z.infer<typeof generateRequest>;

/** The ids of the calls, known beforehand because the seed decides. */
export function generateCalls(
  core: SimulatorCore,
  wanted: GenerateRequest,
): { seed: string | number; ids: string[] } {
  const { count = 1, seed = core.settings.seed, everyMs = 0 } = wanted;
  const ids = Array.from({ length: count }, (_, index) => makeRecord(`${seed}-${index}`).id);
  const endOne = (index: number) => endCall(core, wanted, `${seed}-${index}`, index / count);
  if (everyMs === 0) {
    for (let index = 0; index < count; index += 1) endOne(index);
    return { seed, ids };
  }
  let index = 0;
  const tick = () => {
    endOne(index);
    index += 1;
    // Not held against the process: a simulator that is closed generates no more.
    if (index < count) setTimeout(tick, everyMs).unref();
  };
  tick();
  return { seed, ids };
}

function endCall(core: SimulatorCore, wanted: GenerateRequest, seed: string, share: number): void {
  const random = makeRandom(seed, 'call');
  const agoMs = (wanted.overDays ?? 0) * share * dayMs;
  const endedAt = new Date(core.settings.now().getTime() - agoMs);
  const options: MakeRecordOptions = {
    endedAt,
    startedAt: new Date(endedAt.getTime() - random.int(1, 90) * minuteMs),
    ...(wanted.kind === undefined ? {} : { kind: wanted.kind }),
    ...(wanted.sessions === undefined ? {} : { sessions: wanted.sessions }),
    ...(wanted.participants === undefined ? {} : { participants: wanted.participants }),
  };
  const second = random.chance(wanted.secondVersions ?? 0)
    ? [
        {
          record: makeRecord(seed, { ...options, version: 2 }),
          afterMs: wanted.secondVersionAfterMs ?? 5_000,
        },
      ]
    : [];
  core.calls.end(makeRecord(seed, options), {
    announce: wanted.announce ?? true,
    readableAfterMs: wanted.readableAfterMs ?? 0,
    versions: second,
  });
}
