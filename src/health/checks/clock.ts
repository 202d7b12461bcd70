/** Whether the app's clock is right: against the clocks of Graph and of storage. */
import { minuteMs, secondMs } from '../../model/durations.ts';
import type { ProbeHttp } from '../../ports/http-probe.ts';
import { type Finding, fine } from '../check.ts';

export interface ClockTools {
  probeHttp: ProbeHttp;
  /** Whose clock is asked, by name. */
  urls: Readonly<Record<string, string>>;
  now(): Date;
}

/** Tokens and signatures are refused when clocks differ by more. */
const maxSkewMs = 5 * minuteMs;
const noticeableMs = minuteMs;

export async function checkClock({ probeHttp, urls, now }: ClockTools): Promise<Finding> {
  const skews = await Promise.all(
    Object.entries(urls).map(async ([name, url]) => [name, await measureSkew(url, probeHttp, now)] as const),
  );
  const known = skews.flatMap(([, skew]) => (skew === undefined ? [] : Math.abs(skew)));
  const facts = Object.fromEntries(
    skews.map(([name, skew]) => [`${name}AheadSeconds`, skew && Math.round(skew / secondMs)]),
  );
  const worst = Math.max(0, ...known);
  if (known.length > 0 && worst < noticeableMs) return fine(facts);
  if (known.length === 0)
    return {
      state: 'warn',
      facts,
      advice: 'Neither Graph nor storage told its time: see "graph" and "storage".',
    };
  return {
    state: worst > maxSkewMs ? 'fail' : 'warn',
    facts,
    advice:
      'The clocks differ; Azure keeps its own right, so it is this machine’s, or that of a proxy in between. To set ' +
      'this one: sudo timedatectl set-ntp true',
  };
}

/** Milliseconds by which the server is ahead; `undefined` where it does not tell its time. */
async function measureSkew(url: string, probeHttp: ProbeHttp, now: () => Date): Promise<number | undefined> {
  try {
    const askedAt = now().getTime();
    const { serverTime } = await probeHttp({ method: 'GET', url });
    const middle = (askedAt + now().getTime()) / 2;
    // The header has whole seconds.
    return serverTime && serverTime.getTime() + secondMs / 2 - middle;
  } catch {
    return undefined;
  }
}
