/** The answer of a time-stamp authority taken apart (RFC 3161 §2.4.2). Nothing in it is believed yet. */
import { X509Certificate } from 'node:crypto';
import { fromBER } from 'asn1js';
import { Certificate, ContentInfo, PKIStatus, SignedData, TimeStampResp, TSTInfo } from 'pkijs';
import { ShapeError } from '../errors.ts';
import { maxStampBytes } from './check-stamp.ts';

export interface ParsedStamp {
  signed: SignedData;
  /** What is signed: the digest, the time, the nonce. */
  info: TSTInfo;
  certificates: X509Certificate[];
}

const maxCertificates = 20;
const infoType = '1.2.840.113549.1.9.16.1.4';

/** Throws ShapeError with the reason: it is no answer of that kind, or the authority did not grant a stamp. */
export function parseStamp(bytes: Uint8Array): ParsedStamp {
  if (bytes.length > maxStampBytes) throw new ShapeError(`it has over ${maxStampBytes} bytes`);
  const response = readAs('a time-stamp response', () => parseWhole(bytes));
  const { status } = response.status;
  if (status !== PKIStatus.granted && status !== PKIStatus.grantedWithMods)
    throw new ShapeError(`the authority did not grant it: PKIStatus ${status}`);
  return readAs('a time-stamp response with a token', () => {
    if (response.timeStampToken?.contentType !== ContentInfo.SIGNED_DATA) throw new Error('no signed data');
    const signed = new SignedData({ schema: response.timeStampToken.content });
    const { eContent, eContentType } = signed.encapContentInfo;
    if (eContentType !== infoType || !eContent) throw new Error('no TSTInfo');
    const found = (signed.certificates ?? []).filter((one) => one instanceof Certificate);
    if (found.length > maxCertificates) throw new Error('too many certificates');
    const certificates = found.map((one) => new X509Certificate(new Uint8Array(one.toSchema().toBER())));
    return { signed, info: TSTInfo.fromBER(eContent.getValue()), certificates };
  });
}

function parseWhole(bytes: Uint8Array): TimeStampResp {
  const { offset, result } = fromBER(bytes);
  if (offset !== bytes.length) throw new Error('other bytes follow');
  return new TimeStampResp({ schema: result });
}

/** The library throws errors of many kinds at bytes that are not what they should be. */
function readAs<Value>(what: string, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    throw new ShapeError(`it is not ${what}`, { cause });
  }
}
