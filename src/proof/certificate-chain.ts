/** Whether a certificate leads to one that is trusted, at a given time (RFC 5280 §6, without revocation). */
import { X509Certificate } from 'node:crypto';
import { ShapeError } from '../errors.ts';

/** The certificates of a file: PEM, one or several, or one in DER. Throws ShapeError if there is none. */
export function parseCertificates(file: Uint8Array): X509Certificate[] {
  const text = Buffer.from(file).toString('latin1');
  const pems = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  try {
    return pems ? pems.map((pem) => new X509Certificate(pem)) : [new X509Certificate(file)];
  } catch (cause) {
    throw new ShapeError('Reading certificates: it holds none, neither as PEM nor as DER', { cause });
  }
}

/** `others` may be used on the way. Each certificate is looked at once, so that none of them leads in circles. */
export function leadsToTrusted(
  certificate: X509Certificate,
  trusted: readonly X509Certificate[],
  others: readonly X509Certificate[],
  at: Date,
): boolean {
  const seen = new Set<string>();
  const isTrusted = new Set(trusted.map((one) => one.fingerprint256));
  const leads = (one: X509Certificate): boolean => {
    if (seen.has(one.fingerprint256) || !isValidAt(one, at)) return false;
    seen.add(one.fingerprint256);
    if (isTrusted.has(one.fingerprint256)) return true;
    return [...trusted, ...others].some((issuer) => isIssuedBy(one, issuer) && leads(issuer));
  };
  return leads(certificate);
}

export function isValidAt(certificate: X509Certificate, at: Date): boolean {
  return certificate.validFromDate <= at && at <= certificate.validToDate;
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  } catch {
    // A key of a kind that OpenSSL does not know.
    return false;
  }
}
