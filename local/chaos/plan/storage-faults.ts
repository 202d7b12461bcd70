/** What goes wrong between the app and its storage, drawn from the seed: which operation, which time, what. */
import type { Random } from '../../graph-simulator/generator/random.ts';
import type { Operation } from '../storage-proxy/name-operation.ts';
import type { StorageFault, StorageFaultKind } from '../storage-proxy/storage-fault.ts';

interface Chance {
  readonly operation: Operation;
  /** Share of the faults. */
  readonly weight: number;
  /** So often at least it is done for each call: a fault that is planned for later would never come. */
  readonly perCall: number;
  readonly kinds: readonly StorageFaultKind[];
}

const undone: readonly StorageFaultKind[] = [
  'busy',
  'internal-error',
  'forbidden',
  'reset-before',
  'time-out',
];
const writing: readonly StorageFaultKind[] = [...undone, 'answer-lost', 'slow'];
const reading: readonly StorageFaultKind[] = [...undone, 'answer-lost', 'answer-cut', 'slow'];

const chances: readonly Chance[] = [
  { operation: 'put-blob', weight: 24, perCall: 0.8, kinds: writing },
  { operation: 'put-row', weight: 30, perCall: 2, kinds: writing },
  { operation: 'get-row', weight: 14, perCall: 0.7, kinds: reading },
  { operation: 'put-message', weight: 14, perCall: 0.6, kinds: reading },
  { operation: 'get-messages', weight: 7, perCall: 0.3, kinds: reading },
  { operation: 'delete-message', weight: 6, perCall: 0.4, kinds: writing },
  { operation: 'query-rows', weight: 8, perCall: 0.8, kinds: reading },
  { operation: 'get-blob', weight: 2, perCall: 0.05, kinds: writing },
  { operation: 'lease-blob', weight: 1, perCall: 0.03, kinds: undone },
];

/** An answer that never comes costs a minute: the app's own, since the host has no such patience. */
const patient: readonly Operation[] = ['put-blob', 'put-row', 'get-row', 'query-rows', 'put-message'];

export function drawStorageFaults(
  random: Random,
  count: number,
  { calls, slow }: { calls: number; slow: boolean },
): StorageFault[] {
  const total = chances.reduce((sum, { weight }) => sum + weight, 0);
  const faults = new Map<string, StorageFault>();
  for (const { operation, weight, perCall, kinds: all } of chances) {
    const kinds = slow ? all : all.filter((kind) => kind !== 'time-out');
    const last = Math.floor(calls * perCall);
    const wanted = Math.min(Math.round((count * weight) / total), Math.floor(last / 2));
    for (let drawn = 0; drawn < wanted; drawn += 1) {
      const nth = random.int(1, last);
      faults.set(`${operation} ${nth}`, { operation, nth, kind: random.pick(kinds) });
    }
  }
  if (slow) {
    for (const operation of patient) {
      const nth = random.int(1, Math.floor(calls * 0.5));
      faults.set(`${operation} ${nth}`, { operation, nth, kind: 'no-answer' });
    }
  }
  return [...faults.values()];
}
