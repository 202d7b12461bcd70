/** What the doctor looks at for the proof: that the app could not destroy it, and that somebody stamps it. */
import { names } from '../../config/names.ts';
import type { StorageProbe } from '../../ports/storage-probe.ts';
import type { TimeStampAuthority } from '../../ports/time-stamp-authority.ts';
import { type Finding, fine } from '../check.ts';
import type { Commands } from '../commands.ts';

/** That it can add is seen by the check `storage`. */
export async function checkProofRights(
  storage: Pick<StorageProbe, 'probeDelete'>,
  commands: Commands,
): Promise<Finding> {
  const container = names.containers.proof;
  const deletes = await storage.probeDelete(container);
  const facts = { container, deletes };
  if (deletes === 'denied') return fine(facts);
  return {
    state: 'warn',
    facts,
    advice:
      deletes === 'allowed'
        ? 'The app could delete the proof: its identity has a wider role than it needs, or storage is reached with the ' +
          `account’s key. What it needs is "Call archive writer". Its roles: ${commands.listRoles()}`
        : `Whether the app could delete the proof is not known: storage answered otherwise. Its roles: ${commands.listRoles()}`,
  };
}

/** It gets the SHA-256 of no bytes. */
export async function checkTimeStamps(
  authority: TimeStampAuthority | undefined,
  commands: Commands,
): Promise<Finding> {
  if (!authority) return fine({ authority: 'none' });
  const stamping = await authority.stamp(new Uint8Array());
  if (stamping.outcome === 'stamped') return fine({ stampedAt: stamping.stampedAt.toISOString() });
  return {
    state: 'warn',
    facts: { problem: stamping.why },
    advice:
      'The time-stamp authority of SEAL_TIMESTAMP_URL gives no valid stamp. Seals are made without, and stamped later. To ' +
      `do without it: ${commands.removeSetting('SEAL_TIMESTAMP_URL')}`,
  };
}
