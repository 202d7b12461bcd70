/**
 * The gate: nothing is served unless the platform's sign-in stands before the app. That it is switched on is a setting;
 * that nobody passes by it is tried out, by a request of the app's own to its public address, without a session and with
 * a forged principal. It must be answered by the platform, and must not arrive here or at another instance.
 */
import { withinTime } from '../../concurrency/within-time.ts';
import { hourMs, minuteMs, secondMs } from '../../model/durations.ts';
import type { NoteEvent } from '../../ports/event-log.ts';
import type { PlatformProbeAnswer, ProbePlatform } from '../../ports/platform-probe.ts';
import { forgePrincipal, principalHeader } from './principal.ts';

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

/** How long a verdict holds. Well before its end it is made anew, while it is still used. */
const openForMs = hourMs;
const renewAfterMs = 50 * minuteMs;
/** How soon a closed gate is tried again, at the next request. */
const retryAfterMs = 30 * secondMs;
const defaultMaxWaitMs = 6 * secondMs;
/** How often the log hears that the gate is still closed while somebody asks: an alert that looks back an hour lasts as long. */
const repeatAfterMs = 30 * minuteMs;

const probeHeader = 'x-reader-probe';
const arrivedHeader = 'x-reader-probe-arrived';
const nonceForm = /^[0-9a-f-]{36}$/;

const signInOff = 'the sign-in of App Service is not switched on (WEBSITE_AUTH_ENABLED)';
const notChecked = 'it is still checking that nobody passes by the sign-in';

interface Verdict {
  reason: string | undefined;
  atMs: number;
}

/** Sends nothing before the first request. */
export function makePlatformGate(tools: GateTools): PlatformGate {
  const { signInIsOn, probePlatform, note, now, maxWaitMs = defaultMaxWaitMs } = tools;
  /** Own probes that have no answer yet; another one's, made up, closes nothing. */
  const outstanding = new Map<string, { arrived: boolean }>();
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
    const nonce = crypto.randomUUID();
    const own = { arrived: false };
    outstanding.set(nonce, own);
    const headers = { [probeHeader]: nonce, [principalHeader]: forgePrincipal(nonce), accept: 'text/html' };
    let reason: string | undefined;
    try {
      const answer = await probePlatform(headers);
      const arrived = own.arrived || answer.header(arrivedHeader) === nonce;
      reason = arrived ? 'a request that was not signed in reached it' : judge(answer);
    } catch {
      reason = 'the check of its own public address (PUBLIC_BASE_URL) got no answer';
    }
    outstanding.delete(nonce);
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
    answerProbe(headers) {
      const nonce = headers.get(probeHeader);
      if (nonce === null) return undefined;
      if (!nonceForm.test(nonce)) return new Response(null, { status: 204 });
      const own = outstanding.get(nonce);
      if (own) own.arrived = true;
      return new Response(null, { status: 204, headers: { [arrivedHeader]: nonce } });
    },
  };
}

/** The platform asks to sign in, in one of its two ways. Anything else is no proof that it stands there. */
function judge({ status, location }: PlatformProbeAnswer): string | undefined {
  if (status === 401) return undefined;
  const isRedirect = status === 302 || status === 303 || status === 307;
  if (isRedirect && location !== undefined && isSignIn(location)) return undefined;
  return `its own public address (PUBLIC_BASE_URL) answered ${status} instead of asking to sign in`;
}

/** App Service's own path, or the sign-in of Entra in Azure's clouds. */
function isSignIn(location: string): boolean {
  const url = URL.parse(location, 'https://app.invalid/');
  if (url === null) return false;
  return url.pathname.startsWith('/.auth/login/') || signInHosts.has(url.hostname);
}

const signInHosts: ReadonlySet<string> = new Set([
  'login.microsoftonline.com',
  'login.windows.net',
  'login.microsoftonline.us',
]);
