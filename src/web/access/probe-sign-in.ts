/**
 * Tries out whether somebody could bypass the platform's sign-in, by requests of the app's own to its public address,
 * without a session and with a forged principal. What the sign-in guards must not arrive, here or at another instance;
 * what is excluded from it arrives without the forged principal.
 */
import type { PlatformProbeAnswer, ProbePlatform } from '../../ports/platform-probe.ts';
import { forgePrincipal, principalHeader } from './principal.ts';

export interface SignInProbe {
  /** Why it is not certain that nobody can bypass it, to follow "This app shows nothing:"; `undefined` when it is. Never throws. */
  run(): Promise<string | undefined>;
  /** What a probe gets that arrives, whoever sent it; `undefined` for any other request. */
  answer(headers: Headers): Response | undefined;
}

const guardedPath = '/';
/** What monitors may ask without signing in. */
const excludedPath = '/healthz';

const probeHeader = 'x-reader-probe';
const arrivedHeader = 'x-reader-probe-arrived';
const forgedHeader = 'x-reader-probe-forged';
const nonceForm = /^[0-9a-f-]{36}$/;

/** How far a probe came. */
interface Arrival {
  hasArrived: boolean;
  /** With the principal that was forged for it. */
  isForged: boolean;
}

export function makeSignInProbe(probePlatform: ProbePlatform): SignInProbe {
  /** Own probes that have no answer yet; another one's, made up, proves nothing. */
  const outstanding = new Map<string, Arrival>();

  async function ask(path: string): Promise<Arrival & { answer: PlatformProbeAnswer }> {
    const nonce = crypto.randomUUID();
    const here: Arrival = { hasArrived: false, isForged: false };
    outstanding.set(nonce, here);
    try {
      const answer = await probePlatform(path, {
        [probeHeader]: nonce,
        [principalHeader]: forgePrincipal(nonce),
        accept: 'text/html',
      });
      return {
        answer,
        hasArrived: here.hasArrived || answer.header(arrivedHeader) === nonce,
        isForged: here.isForged || answer.header(forgedHeader) === nonce,
      };
    } finally {
      outstanding.delete(nonce);
    }
  }

  return {
    async run() {
      try {
        const [guarded, excluded] = await Promise.all([ask(guardedPath), ask(excludedPath)]);
        if (guarded.hasArrived) return 'a request that was not signed in reached it';
        if (excluded.isForged) return `a forged sign-in reached it at ${excludedPath}`;
        return judge(guarded.answer);
      } catch {
        return 'the check of its own public address (PUBLIC_BASE_URL) got no answer';
      }
    },
    answer(headers) {
      const nonce = headers.get(probeHeader);
      if (nonce === null) return undefined;
      if (!nonceForm.test(nonce)) return new Response(null, { status: 204 });
      const isForged = headers.get(principalHeader) === forgePrincipal(nonce);
      const own = outstanding.get(nonce);
      if (own) Object.assign(own, { hasArrived: true, isForged });
      const told = { [arrivedHeader]: nonce, ...(isForged && { [forgedHeader]: nonce }) };
      return new Response(null, { status: 204, headers: told });
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
