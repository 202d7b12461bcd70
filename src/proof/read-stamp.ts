/** A time stamp held against the bytes that it is of: what it says, or why it says nothing (RFC 3161 §2.3 and §2.4.2). */
import { createHash, type X509Certificate } from 'node:crypto';
import { type BaseBlock, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import type { Certificate, SignedData, SignerInfo } from 'pkijs';
import { ShapeError } from '../errors.ts';
import { isValidAt } from './certificate-chain.ts';
import { type ParsedStamp, parseStamp } from './parse-stamp.ts';
import { sha256Oid } from './stamp-request.ts';

export interface ReadStamp {
  stampedAt: Date;
  /** The nonce of the request, where there was one. */
  nonce: Uint8Array | undefined;
  signer: X509Certificate;
  /** What came with it: perhaps the way to the authority's root. */
  others: X509Certificate[];
}

const keyPurposeOid = '2.5.29.37';
const timeStampingOid = '1.3.6.1.5.5.7.3.8';
const hashNames: Partial<Record<string, string>> = {
  [sha256Oid]: 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** Throws ShapeError with the reason. Whether anybody trusts the signer is not asked here. */
export async function readStamp(response: Uint8Array, bytes: Uint8Array): Promise<ReadStamp> {
  const stamp = parseStamp(response);
  const { info, certificates, signed } = stamp;
  checkDigest(stamp, bytes);
  const [signerInfo, ...more] = signed.signerInfos;
  if (!signerInfo || more.length > 0) throw new ShapeError('it has not exactly one signature');
  if (!hashNames[signerInfo.digestAlgorithm.algorithmId])
    throw new ShapeError('it is signed with another hash than SHA-256, SHA-384 or SHA-512');
  const certificate = await verifySignature(signed, bytes);
  const signer = certificates.find(({ raw }) => isNamedBy(signerInfo, raw));
  if (!signer || !encode(certificate).equals(signer.raw))
    throw new ShapeError('it does not name the certificate that it is signed with');
  if (!mayStamp(certificate)) throw new ShapeError('its certificate is not one for time stamps');
  if (!isValidAt(signer, info.genTime)) throw new ShapeError('its certificate was not valid at that time');
  const nonce = info.nonce && new Uint8Array(info.nonce.valueBlock.valueHexView);
  return { stampedAt: info.genTime, nonce, signer, others: certificates };
}

function checkDigest({ info }: ParsedStamp, bytes: Uint8Array): void {
  const { hashAlgorithm, hashedMessage } = info.messageImprint;
  const sha256 = createHash('sha256').update(bytes).digest();
  if (hashAlgorithm.algorithmId !== sha256Oid || !sha256.equals(hashedMessage.valueBlock.valueHexView))
    throw new ShapeError('it is a stamp for another SHA-256');
}

/** The certificate that the signature was made with. Its signed attributes are required: they name it. */
async function verifySignature(signed: SignedData, bytes: Uint8Array): Promise<Certificate> {
  const verified = await signed
    .verify({ signer: 0, data: Uint8Array.from(bytes).buffer, extendedMode: true })
    .catch(() => undefined);
  if (!signed.signerInfos[0]?.signedAttrs || !verified?.signatureVerified || !verified.signerCertificate)
    throw new ShapeError('its signature is not right');
  return verified.signerCertificate;
}

function encode(certificate: Certificate): Buffer {
  return Buffer.from(certificate.toSchema().toBER());
}

/** Only that, and marked as critical: RFC 3161 §2.3. */
function mayStamp({ extensions = [] }: Certificate): boolean {
  const purposes = extensions.find(({ extnID }) => extnID === keyPurposeOid);
  const { keyPurposes = [] } = (purposes?.parsedValue ?? {}) as { keyPurposes?: string[] };
  return purposes?.critical === true && keyPurposes.length === 1 && keyPurposes[0] === timeStampingOid;
}

/** The hash of the signer's certificate, of a name that is signed: RFC 5035 (its own hash), RFC 2634 (SHA-1). */
const signingCertificates = [
  { type: '1.2.840.113549.1.9.16.2.47', hash: 'sha256' },
  { type: '1.2.840.113549.1.9.16.2.12', hash: 'sha1' },
];

function isNamedBy({ signedAttrs }: SignerInfo, certificate: Uint8Array): boolean {
  return signingCertificates.some(({ type, hash }) => {
    const attribute = signedAttrs?.attributes.find((one) => one.type === type);
    const [first, second] = itemsOf(itemsOf(itemsOf(attribute?.values[0])[0])[0]);
    const [algorithm] = itemsOf(first);
    const named = algorithm instanceof ObjectIdentifier ? hashNames[algorithm.getValue()] : hash;
    const certHash = algorithm ? second : first;
    if (!named || !(certHash instanceof OctetString)) return false;
    return createHash(named).update(certificate).digest().equals(certHash.valueBlock.valueHexView);
  });
}

function itemsOf(block: BaseBlock | undefined): BaseBlock[] {
  return block instanceof Sequence ? block.valueBlock.value : [];
}
