/** A time-stamp authority with a root of its own: certificates and answers are made by OpenSSL (`openssl ts -reply`). */
import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openssl } from './openssl.ts';

/** Who signs: with RSA, with an elliptic curve and below an intermediate, with a certificate that has expired, or without a name. */
export type Signer = 'rsa' | 'curve' | 'expired' | 'nameless';

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

export async function makeOpensslAuthority(folder: string): Promise<OpensslAuthority> {
  await writeFile(join(folder, 'authority.cnf'), config);
  await writeFile(join(folder, 'serial'), '01');
  const curve = '-newkey ec -pkeyopt ec_paramgen_curve:P-256';
  const ask = (name: string, key: string) =>
    openssl(
      folder,
      `req ${key} -nodes -keyout ${name}.key -out ${name}.csr -subj ${name === 'nameless' ? '/' : `/O=Test/CN=${name}`}`,
    );
  const issue = (name: string, by: string, section: string, days: number, csr = name) =>
    openssl(
      folder,
      `x509 -req -in ${csr}.csr -CA ${by}.pem -CAkey ${by}.key -set_serial 0x${randomUUID().replaceAll('-', '').slice(1)} -days ${days} -extfile authority.cnf -extensions ${section} -out ${name}.pem`,
    );
  await Promise.all([
    openssl(
      folder,
      `req -x509 ${curve} -nodes -keyout root.key -out root.pem -days 3650 -subj /O=Test/CN=root -addext keyUsage=critical,keyCertSign`,
    ),
    ask('middle', curve),
    ask('curve', curve),
    ask('nameless', curve),
    ask('rsa', '-newkey rsa:2048'),
  ]);
  await Promise.all([
    issue('middle', 'root', 'ca', 365),
    issue('rsa', 'root', 'stamps', 30),
    issue('nameless', 'root', 'stamps', 30),
    issue('expired', 'root', 'stamps', -1, 'rsa'),
    issue('server', 'root', 'server', 30, 'rsa'),
  ]);
  await issue('curve', 'middle', 'stamps', 30);
  return {
    folder,
    root: await readFile(join(folder, 'root.pem')),
    async reply(query, signer = 'rsa') {
      const name = randomUUID();
      await writeFile(join(folder, `${name}.tsq`), query);
      const key = signer === 'expired' ? 'rsa' : signer;
      const chain = signer === 'curve' ? 'middle' : 'root';
      await openssl(
        folder,
        `ts -reply -config authority.cnf -section authority -queryfile ${name}.tsq -signer ${signer}.pem -inkey ${key}.key -chain ${chain}.pem -out ${name}.tsr`,
      );
      return readFile(join(folder, `${name}.tsr`));
    },
  };
}
