/** The small archive of sealed-archive.ts, sealed by what seals in production instead of by the formats alone. */

import { sealPath } from '../../src/proof/proof-paths.ts';
import { hashSeal, parseSeal, type Seal } from '../../src/proof/seal.ts';
import { fakeStamp, makeSealedArchive, type SealedArchive, type SealOptions } from './sealed-archive.ts';
import { makeSealingWorld } from './sealing-world.ts';

/** Days are sealed when the production would; of the options, only `days`, `because` and `stampExpected` are understood. */
export function makeReallySealedArchive(): SealedArchive {
  const archive = makeSealedArchive();
  const { holding, graph } = archive;
  const seals: Seal[] = [];
  let isStamped = false;
  const world = makeSealingWorld({ files: holding, proof: holding }, holding.put);

  async function readNewest(): Promise<Uint8Array | undefined> {
    return holding.read('call-proof', sealPath(seals.length + 1), 4_000_000);
  }

  async function seal(
    now: string,
    { days, because, stampExpected = false }: SealOptions = {},
  ): Promise<Seal> {
    isStamped ||= stampExpected;
    world.clock.now = new Date(Date.parse(now) - 60_000);
    for (const [day, listed] of graph)
      await world.keepList(
        day,
        listed.map(({ id, version }) => [Number(id.slice(-12)), version]),
      );
    world.clock.now = new Date(now);
    world.tools.timeStamps = isStamped
      ? {
          stamp: async (bytes) => ({
            outcome: 'stamped',
            response: fakeStamp(bytes, now),
            stampedAt: new Date(now),
          }),
        }
      : undefined;
    const [from, to] = [days?.at(0), days?.at(-1)];
    await world.seal(
      days && days.length > 0 ? { cause: 'operator', ...(from && { from }), ...(to && { to }), because } : {},
    );
    const bytes = await readNewest();
    if (!bytes) throw new Error(`Nothing was sealed at ${now}`);
    seals.push(parseSeal(bytes));
    return parseSeal(bytes);
  }

  return {
    ...archive,
    seals,
    seal,
    anchor() {
      const sequence = seals.length;
      const bytes = holding.containers.get('call-proof')?.get(sealPath(sequence))?.bytes;
      if (!bytes) throw new Error('Nothing was sealed');
      return { sequence, sha256: hashSeal(bytes) };
    },
  };
}
