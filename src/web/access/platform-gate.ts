/**
 * The gate: nothing is served unless the platform's sign-in stands before the app. That it is switched on is a setting;
 * that nobody can bypass it is tried out with the first request, and hourly from then on.
 */
import { withinTime } from '../../concurrency/within-time.ts';
import { hourMs, minuteMs, secondMs } from '../../model/durations.ts';
import type { NoteEvent } from '../../ports/event-log.ts';
import type { ProbePlatform } from '../../ports/platform-probe.ts';
import { makeSignInProbe } from './probe-sign-in.ts';

export interface PlatformGate {
  /** Why nothing may be served, to follow "This app shows nothing:"; `undefined` while the gate is open. Never throws. */
  findReason(): Promise<string | undefined>;
  /** What a probe gets that arrives, whoever sent it; `undefined` for any other request. */
  answerProbe(headers: Headers): Response | undefined;
}

export interface GateTools {
  /** Whether Azure says that App Service authentication is on. */
  signInIsOn: boolean;
  probePlatform: ProbePlatform;
  note: NoteEvent;
  now(): Date;
  /** How long a request waits for a probe that is under way. */
  maxWaitMs?: number;
}

/** How long a verdict holds. It is renewed well before it ends, and used meanwhile. */
const openForMs = hourMs;
const renewAfterMs = 50 * minuteMs;
/** How soon a closed gate is tried again, at the next request. */
const retryAfterMs = 30 * secondMs;
const defaultMaxWaitMs = 6 * secondMs;
/** How often the log hears that the gate is still closed while somebody asks: an alert that looks back an hour lasts as long. */
const repeatAfterMs = 30 * minuteMs;

const signInOff = 'the sign-in of App Service is not switched on (WEBSITE_AUTH_ENABLED)';
const notChecked = 'it is still checking that nobody can bypass the sign-in';

interface Verdict {
  reason: string | undefined;
  atMs: number;
}

/** Sends nothing before the first request. */
export function makePlatformGate(tools: GateTools): PlatformGate {
  const { signInIsOn, probePlatform, note, now, maxWaitMs = defaultMaxWaitMs } = tools;
  const signInProbe = makeSignInProbe(probePlatform);
  let verdict: Verdict | undefined;
  let probing: Promise<void> | undefined;
  let noted: Verdict | undefined;

  function noteVerdict(reason: string | undefined): void {
    const atMs = now().getTime();
    if (noted && noted.reason === reason && (reason === undefined || atMs - noted.atMs < repeatAfterMs))
      return;
    noted = { reason, atMs };
    if (reason === undefined) note('web.gate-opened');
    else note('web.gate-closed', { reason });
  }

  async function probe(): Promise<void> {
    const reason = await signInProbe.run();
    noteVerdict(reason);
    verdict = { reason, atMs: now().getTime() };
  }

  /** All who need a verdict share one probe. */
  function probeOnce(): Promise<void> {
    probing ??= probe().finally(() => {
      probing = undefined;
    });
    return probing;
  }

  return {
    async findReason() {
      if (!signInIsOn) {
        noteVerdict(signInOff);
        return signInOff;
      }
      const ageMs = verdict ? now().getTime() - verdict.atMs : Number.POSITIVE_INFINITY;
      const isOpen = verdict !== undefined && verdict.reason === undefined;
      if (isOpen && ageMs < openForMs) {
        if (ageMs >= renewAfterMs) void probeOnce();
        return undefined;
      }
      if (verdict?.reason !== undefined && ageMs < retryAfterMs) return verdict.reason;
      const isInTime = await withinTime(probeOnce(), maxWaitMs).then(
        () => true,
        () => false,
      );
      return isInTime && verdict ? verdict.reason : notChecked;
    },
    answerProbe: signInProbe.answer,
  };
}
