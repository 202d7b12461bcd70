/** Whether Graph can reach the app under its public address, and gets its validation token back as it sent it. */
import type { HttpProbeAnswer, ProbeHttp } from '../../ports/http-probe.ts';
import { describeFault, type Finding, fine } from '../check.ts';
import type { Commands } from '../commands.ts';

/** Has what something in between may decode twice, render, or cut off at: each would change the answer. */
const nastyToken = 'doctor 100%25 a%2Bb+c d&e=f#g <script>alert("1")</script> \'q\' \\ ü😀';
/** How it begins after being decoded once more; the rest may be cut off then. */
const decodedAgain = 'doctor 100% ';

/** Graph calls an endpoint slow from here on (graph-facts §1). */
const slowMs = 3000;

export interface CallbackTools {
  probeHttp: ProbeHttp;
  /** Without a query. */
  urls: readonly string[];
  commands: Commands;
  /** Milliseconds. */
  elapsed(): number;
}

export async function checkCallback({ urls, ...tools }: CallbackTools): Promise<Finding> {
  const findings = await Promise.all(urls.map((url) => lookAt(url, tools)));
  const [worst] = [...findings].sort((a, b) => rank[b.state] - rank[a.state]);
  return worst ?? fine();
}

const rank = { ok: 0, warn: 1, fail: 2 };

async function lookAt(url: string, tools: Omit<CallbackTools, 'urls'>): Promise<Finding> {
  const { probeHttp, commands, elapsed } = tools;
  const startedAt = elapsed();
  const ask = () =>
    probeHttp({ method: 'POST', url: `${url}?validationToken=${encodeURIComponent(nastyToken)}` });
  const answer = await ask().catch((error: unknown) => describeFault(error));
  const tookMs = Math.round(elapsed() - startedAt);
  if (typeof answer === 'string') {
    return {
      state: 'fail',
      facts: { url, problem: answer },
      advice:
        'The app does not answer under its public address within 10 seconds. PUBLIC_BASE_URL must lead to it from the ' +
        `internet; without the setting it is the app’s own host: ${commands.removeSetting('PUBLIC_BASE_URL')} . To see ` +
        `what keeps others out: ${commands.showAccess()}`,
    };
  }
  const facts = { url, status: answer.status, contentType: answer.contentType, tookMs };
  const flaw = findFlaw(answer, commands);
  if (flaw) return { state: 'fail', facts: { ...facts, problem: flaw.problem }, advice: flaw.advice };
  if (tookMs < slowMs) return fine(facts);
  return {
    state: 'warn',
    facts,
    advice:
      'Graph holds back the notifications of an endpoint that takes over 3 seconds: keep an HTTP instance always ready.',
  };
}

function findFlaw(
  { status, contentType = '', body }: HttpProbeAnswer,
  commands: Commands,
): { problem: string; advice: string } | undefined {
  const goAround = `To let Graph bypass it: ${commands.removeSetting('PUBLIC_BASE_URL')}`;
  if (status === 401 || status === 403) {
    return {
      problem: 'refused',
      advice: `Something in front of the app asks Graph to sign in, or keeps it out. To see what: ${commands.showAccess()}`,
    };
  }
  if (status !== 200) {
    return {
      problem: 'status',
      advice: `The public address does not lead to this app (or a redirect comes first): correct PUBLIC_BASE_URL. ${goAround}`,
    };
  }
  if (body !== nastyToken) {
    const isDecodedAgain = body.startsWith(decodedAgain);
    return {
      problem: isDecodedAgain ? 'decoded-twice' : 'changed',
      advice: `Something in front of the app (a gateway, a proxy) ${
        isDecodedAgain ? 'decodes the URL a second time' : 'changes the token'
      }, and Graph will refuse some of its own tokens. ${goAround}`,
    };
  }
  if (!/^text\/plain\b/i.test(contentType)) {
    return {
      problem: 'content-type',
      advice: `Something in front of the app changes its answer’s type. ${goAround}`,
    };
  }
  return undefined;
}
