/** The gate opens only on proof that the platform's sign-in stands before the app, and fails closed. */
import { describe, expect, test } from '@jest/globals';
import { minuteMs, secondMs } from '../../../src/model/durations.ts';
import type { PlatformProbeAnswer } from '../../../src/ports/platform-probe.ts';
import { makePlatformGate, type PlatformGate } from '../../../src/web/access/platform-gate.ts';
import { parsePrincipal, principalHeader } from '../../../src/web/access/principal.ts';
import { makeMemoryEventLog } from '../../support/memory-event-log.ts';

type Sent = Readonly<Record<string, string>>;
type Step = (sent: Sent, gate: PlatformGate) => PlatformProbeAnswer | Promise<PlatformProbeAnswer>;

const answer = (status: number, headers: Record<string, string> = {}): PlatformProbeAnswer => ({
  status,
  location: headers['location'],
  header: (name) => headers[name],
});
const asksToSignIn: Step = () => answer(401);
/** The probe reaches an app, and its answer the prober. */
const letsThrough: Step = (sent, gate) => {
  const arrived = gate.answerProbe(new Headers(sent));
  return answer(arrived?.status ?? 500, Object.fromEntries(arrived?.headers ?? []));
};
const noAnswer: Step = () => {
  throw new Error('ECONNREFUSED');
};

/** The platform lets it through, without the principal that somebody made up. */
const letsThroughClean: Step = ({ [principalHeader]: _forged, ...sent }, gate) => letsThrough(sent, gate);

interface SetUp {
  signInIsOn?: boolean;
  maxWaitMs?: number;
  /** What becomes of a probe at /healthz. */
  excluded?: Step;
}

function setUp(
  first: Step,
  { signInIsOn = true, maxWaitMs = 60_000, excluded = letsThroughClean }: SetUp = {},
) {
  const log = makeMemoryEventLog();
  const sent: Sent[] = [];
  const world = { step: first, ms: Date.parse('2026-11-20T10:00:00Z') };
  const gate: PlatformGate = makePlatformGate({
    signInIsOn,
    maxWaitMs,
    note: log.note,
    now: () => new Date(world.ms),
    probePlatform: async (path, headers) => {
      if (path === '/healthz') return excluded(headers, gate);
      sent.push(headers);
      return world.step(headers, gate);
    },
  });
  return { gate, world, sent, events: () => log.notes.map(({ name }) => name) };
}

describe('the gate', () => {
  test.each<[string, Step]>([
    ['401', asksToSignIn],
    [
      'a redirect to its own sign-in',
      () => answer(302, { location: '/.auth/login/aad?post_login_redirect_uri=%2F' }),
    ],
    [
      'a redirect to Entra',
      () => answer(302, { location: 'https://login.microsoftonline.com/t/oauth2/v2.0/authorize' }),
    ],
  ])('is open when the platform answers with %s', async (_what, step) => {
    const { gate, events } = setUp(step);
    expect(await gate.findReason()).toBeUndefined();
    expect(events()).toEqual(['web.gate-opened']);
  });

  test.each<[string, Step, RegExp]>([
    ['the probe arrives here', letsThrough, /not signed in reached it/],
    ['nobody answers', noAnswer, /got no answer/],
    ['it answers 200', () => answer(200), /answered 200/],
    ['it answers 403, as a network rule does', () => answer(403), /answered 403/],
    ['it answers 404, as an app that is stopped', () => answer(404), /answered 404/],
    ['it answers 503', () => answer(503), /answered 503/],
    ['it redirects elsewhere', () => answer(302, { location: 'https://contoso.example/' }), /answered 302/],
    ['it redirects nowhere', () => answer(302), /answered 302/],
    [
      'the path of its redirect only looks like the sign-in',
      () => answer(302, { location: '/x?/.auth/login/aad' }),
      /answered 302/,
    ],
    [
      'the probe arrives at another instance, whose answer comes back',
      (sent) => answer(401, { 'x-reader-probe-arrived': sent['x-reader-probe'] ?? '' }),
      /not signed in reached it/,
    ],
    [
      'the probe arrives here, and something on the way answers 401',
      (sent, gate) => {
        gate.answerProbe(new Headers(sent));
        return answer(401);
      },
      /not signed in reached it/,
    ],
  ])('is closed when %s', async (_what, step, reason) => {
    const { gate, events } = setUp(step);
    expect(await gate.findReason()).toMatch(reason);
    expect(events()).toEqual(['web.gate-closed']);
  });

  test.each<[string, Step, RegExp | undefined]>([
    ['is let through without the forged principal', letsThroughClean, undefined],
    ['is not let through', asksToSignIn, undefined],
    ['is let through with the forged principal', letsThrough, /forged sign-in reached it at \/healthz/],
    ['gets no answer', noAnswer, /got no answer/],
    [
      'arrives with the forged principal at another instance, whose answer comes back',
      (sent) => answer(204, { 'x-reader-probe-forged': sent['x-reader-probe'] ?? '' }),
      /forged sign-in/,
    ],
  ])('heeds what is excluded from the sign-in: it %s', async (_what, excluded, reason) => {
    const found = await setUp(asksToSignIn, { excluded }).gate.findReason();
    if (reason === undefined) expect(found).toBeUndefined();
    else expect(found).toMatch(reason);
  });

  test('is closed without asking anybody while the sign-in is switched off', async () => {
    const { gate, sent, events } = setUp(asksToSignIn, { signInIsOn: false });
    expect(await gate.findReason()).toMatch(/WEBSITE_AUTH_ENABLED/);
    expect(sent).toEqual([]);
    expect(events()).toEqual(['web.gate-closed']);
  });

  test.each([
    ['the sign-in is off', false],
    ['its check fails', true],
  ])('says every half hour that it is closed while somebody asks, when %s', async (_why, signInIsOn) => {
    const { gate, world, events } = setUp(noAnswer, { signInIsOn });
    for (let minute = 0; minute < 70; minute += 1) {
      await gate.findReason();
      world.ms += minuteMs;
    }
    expect(events()).toEqual(['web.gate-closed', 'web.gate-closed', 'web.gate-closed']);
  });

  test('sends a forged principal without a role, and another nonce each time', async () => {
    const { gate, world, sent } = setUp(noAnswer);
    await gate.findReason();
    world.ms += minuteMs;
    await gate.findReason();
    expect(new Set(sent.map((headers) => headers['x-reader-probe'])).size).toBe(2);
    expect(parsePrincipal(sent[0]?.[principalHeader] ?? '')).toMatchObject({ roles: [] });
  });

  test('asks once for all who wait, and hourly from then on', async () => {
    const { gate, world, sent } = setUp(asksToSignIn);
    await Promise.all(Array.from({ length: 100 }, () => gate.findReason()));
    expect(sent).toHaveLength(1);
    world.ms += 49 * minuteMs;
    expect(await gate.findReason()).toBeUndefined();
    expect(sent).toHaveLength(1);
    world.ms += 2 * minuteMs;
    expect(await gate.findReason()).toBeUndefined();
    expect(sent).toHaveLength(2);
  });

  test('closes when an hour has passed and the platform is gone, or its check fails', async () => {
    for (const step of [letsThrough, noAnswer]) {
      const { gate, world, events } = setUp(asksToSignIn);
      await gate.findReason();
      world.step = step;
      world.ms += 61 * minuteMs;
      expect(await gate.findReason()).toBeDefined();
      expect(events()).toEqual(['web.gate-opened', 'web.gate-closed']);
    }
  });

  test('that is closed is tried again after half a minute, not sooner, and opens', async () => {
    const { gate, world, sent, events } = setUp(noAnswer);
    await gate.findReason();
    world.step = asksToSignIn;
    world.ms += 29 * secondMs;
    expect(await gate.findReason()).toBeDefined();
    expect(sent).toHaveLength(1);
    world.ms += 2 * secondMs;
    expect(await gate.findReason()).toBeUndefined();
    expect(events()).toEqual(['web.gate-closed', 'web.gate-opened']);
  });

  test('does not let a request wait longer than it should for a probe', async () => {
    const held = Promise.withResolvers<PlatformProbeAnswer>();
    const { gate } = setUp(() => held.promise, { maxWaitMs: 1 });
    expect(await gate.findReason()).toMatch(/still checking/);
    held.resolve(answer(401));
    await held.promise;
  });
});

describe('a probe that arrives', () => {
  test('is answered with its own nonce, which tells the one who sent it', () => {
    const { gate } = setUp(asksToSignIn);
    const nonce = crypto.randomUUID();
    const response = gate.answerProbe(new Headers({ 'x-reader-probe': nonce }));
    expect([response?.status, response?.headers.get('x-reader-probe-arrived')]).toEqual([204, nonce]);
    expect(gate.answerProbe(new Headers())).toBeUndefined();
  });

  test('and was made up by a reader closes nothing, and is not repeated to him', async () => {
    const { gate, world } = setUp(asksToSignIn);
    await gate.findReason();
    gate.answerProbe(new Headers({ 'x-reader-probe': crypto.randomUUID() }));
    const strange = gate.answerProbe(new Headers({ 'x-reader-probe': 'x'.repeat(1000) }));
    expect(strange?.headers.get('x-reader-probe-arrived')).toBeNull();
    world.ms += 61 * minuteMs;
    expect(await gate.findReason()).toBeUndefined();
  });
});
