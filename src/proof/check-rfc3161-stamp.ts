/** The check of a seal's time stamp, offline. The library that reads it is loaded when there is one to check. */
import type { X509Certificate } from 'node:crypto';
import { ShapeError } from '../errors.ts';
import { leadsToTrusted, parseCertificates } from './certificate-chain.ts';
import type { CheckStamp } from './check-stamp.ts';

/** Throws ShapeError when `ca` holds no certificate. */
export const checkRfc3161Stamp: CheckStamp = async (stamp, seal, ca) => {
  const trusted = ca && parseCertificates(ca);
  const { readStamp } = await import('./read-stamp.ts');
  try {
    const { stampedAt, signer, others } = await readStamp(stamp, seal);
    const isTrusted = trusted !== undefined && leadsToTrusted(signer, trusted, others, stampedAt);
    return {
      kind: 'right',
      stampedAt: stampedAt.toISOString(),
      authority: nameOf(signer),
      isTrusted,
      ...(trusted && !isTrusted && { why: 'its signer leads to none of the given certificates' }),
    };
  } catch (error) {
    if (error instanceof ShapeError) return { kind: 'wrong', why: error.message };
    throw error;
  }
};

/** A certificate may have no subject; the types do not say so. */
function nameOf({ subject, serialNumber }: X509Certificate): string {
  return (subject as string | undefined)?.replaceAll('\n', ', ') ?? `certificate ${serialNumber}`;
}
