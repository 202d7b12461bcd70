/** A time-stamp authority with a root of its own: certificates and answers are made by OpenSSL (`openssl ts -reply`). */
import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openssl } from './openssl.ts';

/**
 * Who signs: with RSA, with an elliptic curve and below an intermediate, with a certificate that has expired, without a
 * name, or with a certificate for another purpose.
 */
export type Signer = 'rsa' | 'curve' | 'expired' | 'nameless' | 'server';

export interface OpensslAuthority {
  folder: string;
  /** The root, as PEM. */
  root: Uint8Array;
  /** The answer to a query, both in DER. */
  reply(query: Uint8Array, signer?: Signer): Promise<Uint8Array>;
}

const config = `
[ca]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
[stamps]
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=critical,timeStamping
[server]
basicConstraints=critical,CA:FALSE
extendedKeyUsage=critical,serverAuth
[authority]
serial=serial
signer_digest=sha256
default_policy=1.2.3.4.1
digests=sha256,sha512
ess_cert_id_alg=sha256
`;

/** Makes certificates for these signers only: each costs some calls of OpenSSL, and an RSA key the most. */
export async function makeOpensslAuthority(
  folder: string,
  signers: readonly Signer[] = [],
): Promise<OpensslAuthority> {
  await writeFile(join(folder, 'authority.cnf'), config);
  await writeFile(join(folder, 'serial'), '01');
  const curve = '-newkey ec -pkeyopt ec_paramgen_curve:P-256';
  async function issue(name: Signer | 'middle', by: string, section: string, days: number): Promise<void> {
    const subject = name === 'nameless' ? '/' : `/O=Test/CN=${name}`;
    const key = name === 'rsa' ? '-newkey rsa:2048' : curve;
    await openssl(folder, `req ${key} -nodes -keyout ${name}.key -out ${name}.csr -subj ${subject}`);
    const serial = randomUUID().replaceAll('-', '').slice(1);
    await openssl(
      folder,
      `x509 -req -in ${name}.csr -CA ${by}.pem -CAkey ${by}.key -set_serial 0x${serial} -days ${days} -extfile authority.cnf -extensions ${section} -out ${name}.pem`,
    );
  }
  await openssl(
    folder,
    `req -x509 ${curve} -nodes -keyout root.key -out root.pem -days 3650 -subj /O=Test/CN=root -addext keyUsage=critical,keyCertSign`,
  );
  await Promise.all(
    signers.map(async (signer) => {
      if (signer === 'curve') await issue('middle', 'root', 'ca', 365);
      const section = signer === 'server' ? 'server' : 'stamps';
      await issue(signer, issuerOf(signer), section, signer === 'expired' ? -1 : 30);
    }),
  );
  return {
    folder,
    root: await readFile(join(folder, 'root.pem')),
    async reply(query, signer = 'rsa') {
      const name = randomUUID();
      await writeFile(join(folder, `${name}.tsq`), query);
      await openssl(
        folder,
        `ts -reply -config authority.cnf -section authority -queryfile ${name}.tsq -signer ${signer}.pem -inkey ${signer}.key -chain ${issuerOf(signer)}.pem -out ${name}.tsr`,
      );
      return readFile(join(folder, `${name}.tsr`));
    },
  };
}

function issuerOf(signer: Signer): 'middle' | 'root' {
  return signer === 'curve' ? 'middle' : 'root';
}
