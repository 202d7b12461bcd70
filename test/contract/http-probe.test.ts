/** What the doctor relies on when it asks a server as a stranger. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makeHttpProbe } from '../../src/adapters/http/http-probe.ts';
import { type Listener, startListener } from '../support/listener.ts';

let server: Listener;

beforeAll(async () => {
  server = await startListener(({ url }, response) => {
    switch (url.pathname) {
      case '/silent':
        return;
      case '/moved':
        response.writeHead(302, { location: '/elsewhere' }).end();
        return;
      case '/long':
        response.writeHead(200).end('x'.repeat(1_000_000));
        return;
      default:
        response
          .writeHead(401, { 'content-type': 'text/plain', date: 'Sat, 21 Nov 2026 12:00:00 GMT' })
          .end('ünï');
    }
  });
});
afterAll(() => server.close());

describe('an HTTP probe', () => {
  const probe = makeHttpProbe(1000);

  test('tells what the server answered, whatever the status', async () => {
    expect(await probe({ method: 'POST', url: `${server.origin}/?a=b%2520` })).toEqual({
      status: 401,
      serverTime: new Date('2026-11-21T12:00:00Z'),
      contentType: 'text/plain',
      body: 'ünï',
    });
    expect(server.heard.at(-1)).toMatchObject({ method: 'POST' });
    expect(server.heard.at(-1)?.url.search).toBe('?a=b%2520');
    expect(server.heard.at(-1)?.headers).not.toHaveProperty('authorization');
  });

  test('follows no redirect, and reads no more than the beginning', async () => {
    expect(await probe({ method: 'GET', url: `${server.origin}/moved` })).toMatchObject({ status: 302 });
    expect((await probe({ method: 'GET', url: `${server.origin}/long` })).body.length).toBe(16 * 1024);
    expect(server.heard.map(({ url }) => url.pathname)).not.toContain('/elsewhere');
  });

  test.each([
    ['/silent', /no answer \(TimeoutError\)/],
    ['http://127.0.0.1:1/', /no answer \(ECONNREFUSED\)/],
    // The second where this machine has nobody to ask.
    ['http://nobody.invalid/', /no answer \((ENOTFOUND|EAI_AGAIN)\)/],
  ])('says why %s does not answer', async (target, problem) => {
    const url = target.startsWith('/') ? server.origin + target : target;
    await expect(probe({ method: 'GET', url })).rejects.toThrow(problem);
  });
});
