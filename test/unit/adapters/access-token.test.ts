/** The token for Graph: asked for seldom, never used in its last minutes, and a failure is not for ever. */
import type { TokenCredential } from '@azure/identity';
import { describe, expect, test } from '@jest/globals';
import { makeAccessToken } from '../../../src/adapters/graph/access-token.ts';
import type { FreshCredential } from '../../../src/adapters/identity/managed-identity.ts';
import { GraphError } from '../../../src/errors.ts';
import { minuteMs } from '../../../src/model/durations.ts';

const scope = 'https://graph.microsoft.com/.default';

/** An identity whose tokens `token-1`, `token-2` … live an hour; what `answers` hold comes first. */
function makeWorld(answers: (Error | null)[] = []) {
  const world = { nowMs: 1_000_000, asked: 0, refreshed: 0, scopes: new Set<string | string[]>() };
  const credential: FreshCredential = {
    async getToken(wanted) {
      world.asked += 1;
      world.scopes.add(wanted);
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      if (answer === null) return null;
      return { token: `token-${world.asked}`, expiresOnTimestamp: world.nowMs + 60 * minuteMs };
    },
    async getFreshToken(wanted) {
      world.refreshed += 1;
      const token = await credential.getToken(wanted);
      if (!token) throw new Error('there is none');
      return token;
    },
  };
  return { world, readAccessToken: makeAccessToken(credential, scope, () => world.nowMs) };
}

describe('the access token', () => {
  test('is requested with the scope of the cloud, and used again', async () => {
    const { world, readAccessToken } = makeWorld();
    expect(await readAccessToken()).toBe('token-1');
    expect(await readAccessToken()).toBe('token-1');
    expect(world.asked).toBe(1);
    expect([...world.scopes]).toEqual([scope]);
  });

  test('is requested again five minutes before its end, not before', async () => {
    const { world, readAccessToken } = makeWorld();
    await readAccessToken();
    world.nowMs += 55 * minuteMs - 1;
    expect(await readAccessToken()).toBe('token-1');
    world.nowMs += 1;
    expect(await readAccessToken()).toBe('token-2');
    world.nowMs += 54 * minuteMs;
    expect(await readAccessToken()).toBe('token-2');
  });

  test('is requested once where many want it at the same time, at the start and at its end', async () => {
    const { world, readAccessToken } = makeWorld();
    const askMany = () => Promise.all(Array.from({ length: 50 }, () => readAccessToken()));
    expect(new Set(await askMany())).toEqual(new Set(['token-1']));
    world.nowMs += 55 * minuteMs;
    expect(new Set(await askMany())).toEqual(new Set(['token-2']));
    expect(world.asked).toBe(2);
  });

  test.each<[string, Error | null]>([
    ['the identity fails', new Error('IMDS is not there')],
    ['the identity gives none', null],
  ])('is unavailable when %s, and asked for again the next time', async (_, answer) => {
    const { readAccessToken } = makeWorld([answer]);
    const failure = await readAccessToken().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(GraphError);
    expect(failure).toMatchObject({ meaning: 'unavailable', status: undefined });
    if (answer) expect(failure).toHaveProperty('cause', answer);
    expect(await readAccessToken()).toBe('token-2');
  });

  test('is requested again after an identity that threw at once, before it answered with a promise', async () => {
    let asked = 0;
    const credential: Pick<TokenCredential, 'getToken'> = {
      getToken() {
        asked += 1;
        if (asked === 1) throw new Error('there is no identity');
        return Promise.resolve({ token: `token-${asked}`, expiresOnTimestamp: 60 * minuteMs });
      },
    };
    const getFreshToken = () => Promise.reject(new Error('nobody asked for it'));
    const readAccessToken = makeAccessToken({ ...credential, getFreshToken }, scope, () => 0);
    await expect(readAccessToken()).rejects.toMatchObject({ name: 'GraphError', meaning: 'unavailable' });
    expect(await readAccessToken()).toBe('token-2');
    expect(await readAccessToken()).toBe('token-2');
    expect(asked).toBe(2);
  });

  test('that could not be obtained fails every request that waits for it, and is requested once', async () => {
    const { world, readAccessToken } = makeWorld([new Error('IMDS is not there')]);
    const results = await Promise.allSettled([readAccessToken(), readAccessToken(), readAccessToken()]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(world.asked).toBe(1);
  });
});

describe('a token that Graph refused', () => {
  test('is dropped, and a fresh one is requested once, however many were refused with it', async () => {
    const { world, readAccessToken } = makeWorld();
    const refused = await readAccessToken();
    const instead = { refused, urgent: false };
    const others = await Promise.all(Array.from({ length: 20 }, () => readAccessToken(instead)));
    expect(new Set(others)).toEqual(new Set(['token-2']));
    expect(world).toMatchObject({ asked: 2, refreshed: 1 });
    expect(await readAccessToken()).toBe('token-2');
  });

  test('long ago is another than the one that is held now, which stays', async () => {
    const { world, readAccessToken } = makeWorld();
    const refused = await readAccessToken();
    await readAccessToken({ refused, urgent: true });
    world.nowMs += 30 * minuteMs;
    expect(await readAccessToken({ refused, urgent: true })).toBe('token-2');
    expect(world.refreshed).toBe(1);
  });

  test.each([
    [false, 10],
    [true, 60],
  ])(
    'again and again (urgent: %s) costs the identity %i questions in ten minutes',
    async (urgent, questions) => {
      const { world, readAccessToken } = makeWorld();
      let refused = await readAccessToken();
      for (let i = 0; i < 60; i += 1) {
        refused = await readAccessToken({ refused, urgent });
        world.nowMs += 10_000;
      }
      expect(world.refreshed).toBe(questions);
    },
  );

  test('is still held where the identity fails, and is not asked about again at once', async () => {
    const answers: (Error | null)[] = [];
    const { world, readAccessToken } = makeWorld(answers);
    const refused = await readAccessToken();
    answers.push(new Error('IMDS is not there'));
    const instead = { refused, urgent: false };
    await expect(readAccessToken(instead)).rejects.toMatchObject({ meaning: 'unavailable' });
    expect(await readAccessToken(instead)).toBe(refused);
    expect(world.refreshed).toBe(1);
  });
});
