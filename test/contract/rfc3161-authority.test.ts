/** Time stamps from an authority over HTTP: OpenSSL behind a small server, and servers that are none or lie. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeRfc3161Authority } from '../../src/adapters/http/rfc3161-authority.ts';
import { dayMs } from '../../src/model/durations.ts';
import { type Listener, startListener } from '../support/listener.ts';
import { describeWithOpenssl, openssl } from '../support/openssl.ts';
import { makeOpensslAuthority, type OpensslAuthority } from '../support/openssl-authority.ts';
import { useFolders } from '../support/temporary-folder.ts';

const makeFolder = useFolders();
const seal = Buffer.from('{"schema":1,"sequence":7}');
const digest = createHash('sha256').update(seal).digest();

type Answer = (query: Buffer, response: ServerResponse) => Promise<unknown> | unknown;

/** The query with one bit of this part of it turned. */
function turn(query: Buffer, part: Buffer | number): Buffer {
  const altered = Buffer.from(query);
  const at = typeof part === 'number' ? part : query.indexOf(part);
  altered[at] = (altered[at] ?? 0) ^ 1;
  return altered;
}

describeWithOpenssl('a time-stamp authority', () => {
  let authority: OpensslAuthority;
  let server: Listener;
  const answers: Record<string, Answer> = {
    '/rsa': async (query, response) => response.end(await authority.reply(query)),
    '/curve': async (query, response) => response.end(await authority.reply(query, 'curve')),
    '/slow': () => undefined,
    '/drips': (_query, response) => response.write('0'),
    '/html': (_query, response) => response.end('<html><body>Please sign in</body></html>'),
    '/fails': (_query, response) => response.writeHead(503).end(),
    '/moved': (_query, response) => response.writeHead(307, { location: '/rsa' }).end(),
    '/long': (_query, response) => response.end(Buffer.alloc(1_000_000)),
    '/other-digest': async (query, response) => response.end(await authority.reply(turn(query, digest))),
    // The nonce is the last but `certReq`.
    '/other-nonce': async (query, response) =>
      response.end(await authority.reply(turn(query, query.length - 4))),
    '/expired': async (query, response) => response.end(await authority.reply(query, 'expired')),
    '/rejects': async (query, response) => {
      // A hash that the authority does not accept.
      const sha384 = Buffer.from('0609608648016503040202', 'hex');
      const sha256 = Buffer.from('0609608648016503040201', 'hex');
      const at = query.indexOf(sha256);
      response.end(
        await authority.reply(Buffer.concat([query.subarray(0, at), sha384, query.subarray(at + 11)])),
      );
    },
    '/more': async (query, response) =>
      response.end(Buffer.concat([await authority.reply(query), Buffer.from([0])])),
  };
  const ask = (path: string, now = () => new Date(), timeoutMs = 5000) =>
    makeRfc3161Authority({ url: server.origin + path, now, timeoutMs }).stamp(seal);

  beforeAll(async () => {
    authority = await makeOpensslAuthority(await makeFolder(), ['rsa', 'curve', 'expired']);
    server = await startListener(({ url, body }, response) => answers[url.pathname]?.(body, response));
  });
  afterAll(() => server.close());

  test.each(['/rsa', '/curve'])('gives a stamp that OpenSSL verifies: %s', async (path) => {
    const stamped = await ask(path);
    if (stamped.outcome !== 'stamped') throw new Error(stamped.why);
    expect(Math.abs(stamped.stampedAt.getTime() - Date.now())).toBeLessThan(60_000);
    await writeFile(join(authority.folder, 'seal.json'), seal);
    await writeFile(join(authority.folder, 'seal.tsr'), stamped.response);
    expect(
      await openssl(authority.folder, 'ts -verify -data seal.json -in seal.tsr -CAfile root.pem'),
    ).toContain('Verification: OK');
  });

  test('is sent the SHA-256 of the bytes, a number used once, and nothing else', async () => {
    await Promise.all([ask('/rsa'), ask('/rsa')]);
    const [one, other] = server.heard.slice(-2);
    expect(one?.method).toBe('POST');
    expect(one?.headers).toMatchObject({ 'content-type': 'application/timestamp-query' });
    expect(one?.body.includes(digest)).toBe(true);
    expect(one?.body.includes(seal)).toBe(false);
    expect(one?.body.length).toBe(other?.body.length);
    expect(one?.body.equals(other?.body ?? Buffer.alloc(0))).toBe(false);
  });

  test.each([
    ['/slow', 'The time-stamp authority did not answer (TimeoutError)'],
    ['/drips', 'The time-stamp authority did not answer (TimeoutError)'],
    ['/html', 'What the time-stamp authority answered is not kept: it is not a time-stamp response'],
    ['/fails', 'The time-stamp authority answered with status 503'],
    ['/moved', 'The time-stamp authority answered with status 307'],
    ['/long', 'The time-stamp authority answered with more than 262144 bytes'],
    [
      '/other-digest',
      'What the time-stamp authority answered is not kept: it is a stamp for another SHA-256',
    ],
    ['/other-nonce', 'What the time-stamp authority answered is not kept: it is for another request'],
    [
      '/expired',
      'What the time-stamp authority answered is not kept: its certificate was not valid at that time',
    ],
    [
      '/rejects',
      'What the time-stamp authority answered is not kept: the authority did not grant it: PKIStatus 2',
    ],
    ['/more', 'What the time-stamp authority answered is not kept: it is not a time-stamp response'],
  ])('that answers wrongly gives none: %s', async (path, why) => {
    expect(await ask(path, undefined, path === '/slow' || path === '/drips' ? 300 : 5000)).toEqual({
      outcome: 'failed',
      why,
    });
  });

  test('that is away, or whose clock is another, gives none', async () => {
    const away = makeRfc3161Authority({ url: 'http://127.0.0.1:1/', now: () => new Date() });
    expect(await away.stamp(seal)).toMatchObject({ why: expect.stringContaining('ECONNREFUSED') });
    expect(await ask('/rsa', () => new Date(Date.now() + 2 * dayMs))).toMatchObject({
      why: expect.stringContaining('its time is 2880 minutes away from the clock here'),
    });
  });
});
