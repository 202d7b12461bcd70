/** Seals that a real authority stamps: made up for when it was away, and an anchor for whoever checks the archive. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeRfc3161Authority } from '../../src/adapters/http/rfc3161-authority.ts';
import { utcDay } from '../../src/model/day-window.ts';
import { dayMs } from '../../src/model/durations.ts';
import { checkRfc3161Stamp } from '../../src/proof/check-rfc3161-stamp.ts';
import { makeFileDigester } from '../../src/proof/digest-files.ts';
import { stampPath } from '../../src/proof/proof-paths.ts';
import { verifyArchive } from '../../src/proof/verify-archive.ts';
import { type Listener, startListener } from '../support/listener.ts';
import { describeWithOpenssl } from '../support/openssl.ts';
import { makeOpensslAuthority, type OpensslAuthority } from '../support/openssl-authority.ts';
import { makeSealingWorld } from '../support/sealing-world.ts';
import { useFolders } from '../support/temporary-folder.ts';
import { options } from '../support/verify-both.ts';

const makeFolder = useFolders();

describeWithOpenssl('seals with time stamps', () => {
  let authority: OpensslAuthority;
  let server: Listener;
  let isAway = false;
  let world: ReturnType<typeof makeSealingWorld>;

  beforeAll(async () => {
    authority = await makeOpensslAuthority(await makeFolder(), ['curve']);
    server = await startListener(async ({ body }, response) =>
      isAway ? response.writeHead(503).end() : response.end(await authority.reply(body, 'curve')),
    );
    world = makeSealingWorld({
      timeStamps: makeRfc3161Authority({ url: server.origin, now: () => new Date() }),
    });
    // The authority has a clock of its own.
    world.clock.now = new Date();
    const day = utcDay(new Date(Date.now() - dayMs));
    await world.putRecord(day, 1);
    await world.keepList(day, [1]);
    for (const away of [false, true, false]) {
      isAway = away;
      world.later(1000);
      await world.seal();
      await world.handleMessages();
    }
  });
  afterAll(() => server.close());

  const verify = async (ca?: Uint8Array) => {
    const found: string[] = [];
    const files = world.holding;
    const report = await verifyArchive(
      files,
      { ...options, ca, now: world.clock.now },
      {
        digester: makeFileDigester(files, 1),
        checkStamp: checkRfc3161Stamp,
        deviation: ({ kind, path }) => void found.push(`${kind} ${path}`),
      },
    );
    return { found, anchor: report.anchor, stamps: report.counts.stamps };
  };

  test('are stamped later where the authority was away, and only their hash went to it', async () => {
    expect(world.events('sealing.stamp-failed')).toEqual([
      { sequence: 2, why: expect.stringContaining('answered with status 503'), waiting: 1 },
    ]);
    expect(world.events('sealing.stamped').map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(Math.max(...server.heard.map(({ body }) => body.length))).toBeLessThan(100);
  });

  test('have an anchor up to the newest where their authority is trusted, and none else', async () => {
    expect(await verify(authority.root)).toMatchObject({
      found: [],
      anchor: { by: 'stamp', sequence: 3, authority: 'O=Test, CN=curve' },
      stamps: 3,
    });
    expect(await verify()).toMatchObject({ found: [], anchor: undefined, stamps: 3 });
  });

  test('are not intact when stamps are exchanged, or are those of another authority', async () => {
    const proof = world.holding.containers.get('call-proof');
    const [two, three] = [proof?.get(stampPath(2)), proof?.get(stampPath(3))];
    if (!two || !three) throw new Error('There are no stamps');
    proof?.set(stampPath(2), three).set(stampPath(3), two);
    const wrong = [2, 3].map((sequence) => `stamp-wrong call-proof/${stampPath(sequence)}`);
    expect((await verify(authority.root)).found).toEqual(wrong);
    expect((await verify()).found).toEqual(wrong);
    proof?.set(stampPath(2), two).set(stampPath(3), three);
    const other = await makeOpensslAuthority(await makeFolder());
    expect((await verify(other.root)).found).toEqual(
      [1, 2, 3].map((sequence) => `stamp-untrusted call-proof/${stampPath(sequence)}`),
    );
  });
});
