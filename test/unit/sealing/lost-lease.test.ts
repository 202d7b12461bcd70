/** A run of sealing that loses its lease: another one may be sealing by then. It writes and remembers nothing more. */
import { beforeEach, expect, test } from '@jest/globals';
import { hashSeal } from '../../../src/proof/seal.ts';
import { makeMemoryRunAlone } from '../../support/memory-run-alone.ts';
import { dayAgo, makeSealingWorld, type SealingWorld } from '../../support/sealing-world.ts';

const lost = 'is another’s';
let world: SealingWorld;
let runAlone: ReturnType<typeof makeMemoryRunAlone>;

beforeEach(async () => {
  runAlone = makeMemoryRunAlone();
  world = makeSealingWorld({ runAlone });
  for (const ago of [3, 2, 1]) await world.putRecord(dayAgo(ago), ago);
});

const lose = () => runAlone.lose('sealing');
const listProof = (folder: string) =>
  [...(world.holding.containers.get('call-proof')?.keys() ?? [])].filter((path) => path.startsWith(folder));

test('when it is lost at the manifest of a day, no other day has its turn, and there is no seal', async () => {
  const { create } = world.tools.proof;
  world.tools.proof = {
    create(path, body) {
      lose();
      return create(path, body);
    },
  };
  await expect(world.seal()).rejects.toThrow(lost);
  expect(listProof('')).toEqual([expect.stringContaining(dayAgo(3))]);
  expect((await world.state()).failure).toBeUndefined();
});

test('when it is lost at the last comparison before the seal, there is none', async () => {
  await world.keepList(dayAgo(1), [1]);
  const { files } = world.tools;
  world.tools.files = {
    ...files,
    open(container, path) {
      if (path.startsWith('lists/')) lose();
      return files.open(container, path);
    },
  };
  await expect(world.seal()).rejects.toThrow(lost);
  expect(listProof('manifests/')).toHaveLength(3);
  expect(listProof('seals/')).toEqual([]);
  expect((await world.state()).failure).toBeUndefined();
});

test('when it is lost at a stamp, the authority is asked for no other', async () => {
  const asked: string[] = [];
  const { stampedAt, response } = { stampedAt: world.clock.now, response: Buffer.from('stamp') };
  world.tools.timeStamps = { stamp: async () => ({ outcome: 'failed', why: 'no answer' }) };
  await world.seal();
  world.tools.timeStamps = {
    async stamp(seal) {
      asked.push(hashSeal(seal));
      lose();
      return { outcome: 'stamped', response, stampedAt };
    },
  };
  await expect(world.seal()).rejects.toThrow(lost);
  expect(asked).toHaveLength(1);
  expect(listProof('seals/').filter((path) => path.endsWith('.tsr'))).toHaveLength(1);
  expect((await world.state()).unstamped).toEqual([1, 2]);
});
