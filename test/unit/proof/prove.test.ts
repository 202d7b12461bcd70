/** Which seal a proof is made with, and what stands in its way. */
import { describe, expect, test } from '@jest/globals';
import { IntegrityError } from '../../../src/errors.ts';
import type { CheckStamp } from '../../../src/proof/check-stamp.ts';
import { proveRecord } from '../../../src/proof/prove.ts';
import { parseSeal } from '../../../src/proof/seal.ts';
import { archiveRecord } from '../../support/archived-records.ts';
import { entryTenant } from '../../support/index-entry.ts';
import { makeMemoryHolding } from '../../support/memory-proof.ts';
import { sealRecords } from '../../support/seal-records.ts';

const day = '2026-11-20';
const one = archiveRecord('seal choice', { endedAt: new Date(`${day}T12:00:00Z`) });
const other = archiveRecord('seal choice 2', { endedAt: new Date(`${day}T13:00:00Z`) });
const sealedAt = (sequence: number) => new Date(Date.parse('2026-11-20T05:10:00Z') + sequence * 86_400_000);

/** A stamp that is the time at which it was made. */
const checkStamp: CheckStamp = (stamp) => {
  const stampedAt = Buffer.from(stamp).toString();
  if (stampedAt === 'wrong') return { kind: 'wrong', why: 'it says so' };
  return { kind: 'right', stampedAt, authority: 'somebody', isTrusted: false };
};

/** An archive in which the day is in each of three seals; `stamps`: theirs. */
async function makeArchive(stamps?: Partial<Record<number, string | undefined>>) {
  const holding = makeMemoryHolding();
  for (const { blob, file } of [one, other]) holding.put('call-records', blob, file);
  const records = [one];
  const plan = {
    records,
    tenantId: entryTenant,
    seals: [[], [day], [day], [], [day]],
    sealedAt,
    ...(stamps && {
      stamp: async (seal: Uint8Array) => Buffer.from(stamps[parseSeal(seal).sequence] ?? 'absent'),
    }),
  };
  await sealRecords(plan, async (path, bytes) => {
    if (Buffer.from(bytes).toString() !== 'absent') holding.put('call-proof', path, bytes);
  });
  return holding;
}

async function sealOf(holding: Awaited<ReturnType<typeof makeArchive>>) {
  const proving = await proveRecord(holding, one.blob, { checkStamp });
  if (proving.outcome !== 'proven') throw new Error(proving.outcome);
  const { seal, stamp } = proving.proof;
  return { sequence: parseSeal(seal).sequence, stamp: stamp && Buffer.from(stamp).toString() };
}

const timely = (sequence: number) => new Date(sealedAt(sequence).getTime() + 1000).toISOString();

describe('a proof', () => {
  test('has the earliest seal that has the record', async () => {
    expect(await sealOf(await makeArchive())).toEqual({ sequence: 2, stamp: undefined });
    expect(await sealOf(await makeArchive({ 2: timely(2), 3: timely(3) }))).toEqual({
      sequence: 2,
      stamp: timely(2),
    });
  });

  test.each([
    ['missing', undefined],
    ['late', '2026-11-29T00:00:00.000Z'],
    ['wrong', 'wrong'],
  ])('has the earliest with a good time stamp where the first is %s', async (_, bad) => {
    expect(await sealOf(await makeArchive({ 2: bad, 3: bad, 5: timely(5) }))).toEqual({
      sequence: 5,
      stamp: timely(5),
    });
    expect(await sealOf(await makeArchive({ 2: bad, 3: bad, 5: bad }))).toEqual({
      sequence: 2,
      stamp: undefined,
    });
  });

  test('is not made of a file that is not the sealed one, nor with evidence that is not', async () => {
    const altered = await makeArchive();
    altered.put('call-records', one.blob, other.file);
    await expect(proveRecord(altered, one.blob, { checkStamp })).rejects.toThrow(IntegrityError);
    const cut = await makeArchive();
    const proof = cut.containers.get('call-proof');
    const manifest = [...(proof?.keys() ?? [])].find((path) => path.startsWith('manifests/')) ?? '';
    proof?.delete(manifest);
    await expect(proveRecord(cut, one.blob, { checkStamp })).rejects.toThrow('it is not there');
    const denied = Object.assign(new Error('no'), { statusCode: 403 });
    const { open } = altered;
    const guarded = Object.assign(await makeArchive(), {
      open: async (container: string, path: string) =>
        path.startsWith('manifests/') ? Promise.reject(denied) : open(container, path),
    });
    await expect(proveRecord(guarded, one.blob, { checkStamp })).rejects.toBe(denied);
    const broken = await makeArchive();
    broken.put('call-proof', 'seals/v1/00000002.json', Buffer.from('{}'));
    await expect(proveRecord(broken, one.blob, { checkStamp })).rejects.toThrow('it is no seal');
  });

  test('waits for a seal', async () => {
    const holding = await makeArchive();
    expect(await proveRecord(holding, other.blob, { checkStamp })).toEqual({
      outcome: 'record-not-sealed',
      day,
    });
    holding.containers.delete('call-proof');
    expect(await proveRecord(holding, one.blob, { checkStamp })).toEqual({ outcome: 'day-not-sealed', day });
  });
});
