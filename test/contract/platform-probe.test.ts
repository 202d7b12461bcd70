/** What the gate relies on when the readers' app asks itself from outside. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makePlatformProbe } from '../../src/adapters/http/platform-probe.ts';
import { type Listener, startListener } from '../support/listener.ts';

let server: Listener;
let status = 401;

beforeAll(async () => {
  server = await startListener((_, response) => {
    if (status === 0) return;
    response.writeHead(status, { location: '/.auth/login/aad', 'x-arrived': 'yes' }).end('x'.repeat(100_000));
  });
});
afterAll(() => server.close());

describe('a probe of the platform', () => {
  test('asks for the path with the headers it was given, and tells status and headers of the answer', async () => {
    status = 401;
    const answer = await makePlatformProbe(server.origin)('/healthz', { 'x-reader-probe': 'nonce' });
    expect([answer.status, answer.header('x-arrived'), answer.header('x-other')]).toEqual([
      401,
      'yes',
      undefined,
    ]);
    expect(server.heard.at(-1)).toMatchObject({ method: 'GET', headers: { 'x-reader-probe': 'nonce' } });
    expect(server.heard.at(-1)?.url.pathname).toBe('/healthz');
  });

  test('follows no redirect', async () => {
    status = 302;
    const before = server.heard.length;
    const answer = await makePlatformProbe(server.origin)('/', {});
    expect([answer.status, answer.location, server.heard.length]).toEqual([
      302,
      '/.auth/login/aad',
      before + 1,
    ]);
  });

  test('fails when nobody answers in time, or at all', async () => {
    status = 0;
    await expect(makePlatformProbe(server.origin, 100)('/', {})).rejects.toThrow();
    await expect(makePlatformProbe('http://127.0.0.1:9')('/', {})).rejects.toThrow();
  });
});
