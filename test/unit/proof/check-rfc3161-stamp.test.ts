/** A seal's time stamp checked offline, with and without the certificates of its authority. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { checkRfc3161Stamp } from '../../../src/proof/check-rfc3161-stamp.ts';
import { parseStamp } from '../../../src/proof/parse-stamp.ts';
import { describeWithOpenssl, openssl } from '../../support/openssl.ts';
import { makeOpensslAuthority, type OpensslAuthority } from '../../support/openssl-authority.ts';
import { useFolders } from '../../support/temporary-folder.ts';

const makeFolder = useFolders();
const seal = Buffer.from('{"schema":1,"sequence":7}');

describeWithOpenssl('a time stamp', () => {
  let authority: OpensslAuthority;
  let stamp: Uint8Array;
  let below: Uint8Array;
  let query: Uint8Array;
  const checkTrusted = (response: Uint8Array, bytes: Uint8Array) =>
    checkRfc3161Stamp(response, bytes, authority.root);

  beforeAll(async () => {
    const folder = await makeFolder();
    authority = await makeOpensslAuthority(folder, ['rsa', 'curve', 'nameless', 'server']);
    await writeFile(join(folder, 'seal.json'), seal);
    await openssl(folder, 'ts -query -data seal.json -sha256 -cert -out seal.tsq');
    query = await readFile(join(folder, 'seal.tsq'));
    stamp = await authority.reply(query);
    below = await authority.reply(query, 'curve');
  });

  test('is an anchor where its authority is trusted, directly or by an intermediate', async () => {
    expect(await checkTrusted(stamp, seal)).toMatchObject({ isTrusted: true, authority: 'O=Test, CN=rsa' });
    expect(await checkTrusted(below, seal)).toMatchObject({
      kind: 'right',
      isTrusted: true,
      authority: 'O=Test, CN=curve',
    });
    const nameless = await checkTrusted(await authority.reply(query, 'nameless'), seal);
    expect(nameless).toMatchObject({
      isTrusted: true,
      authority: expect.stringMatching(/^certificate [0-9A-F]+$/),
    });
    const check = await checkRfc3161Stamp(stamp, seal, undefined);
    if (check.kind === 'wrong') throw new Error(check.why);
    expect(check.isTrusted).toBe(false);
    expect(Math.abs(Date.parse(check.stampedAt) - Date.now())).toBeLessThan(60_000);
  });

  test('of an authority that is not among the trusted is none', async () => {
    const other = await makeOpensslAuthority(await makeFolder());
    const both = Buffer.concat([other.root, authority.root]);
    expect(await checkRfc3161Stamp(stamp, seal, other.root)).toMatchObject({
      kind: 'right',
      isTrusted: false,
    });
    expect(await checkRfc3161Stamp(stamp, seal, both)).toMatchObject({ kind: 'right', isTrusted: true });
    // Whoever signs stamps vouches for nobody else.
    const signer = await readFile(join(authority.folder, 'rsa.pem'));
    expect(await checkRfc3161Stamp(below, seal, signer)).toMatchObject({ kind: 'right', isTrusted: false });
  });

  test('of other bytes, with an altered bit, cut off or of another kind is broken', async () => {
    expect(await checkTrusted(stamp, Buffer.from('{}'))).toEqual({
      kind: 'wrong',
      why: 'it is a stamp for another SHA-256',
    });
    expect(await checkTrusted(Buffer.from('{}'), seal)).toMatchObject({ kind: 'wrong' });
    expect(await checkTrusted(stamp.subarray(0, -1), seal)).toMatchObject({ kind: 'wrong' });
    const content = contentOf(stamp);
    const signedAt = Buffer.from(stamp).indexOf(content);
    expect(signedAt).toBeGreaterThan(0);
    // What is signed; and the signature, which is the last.
    for (let at = signedAt; at < signedAt + content.length; at += 5)
      expect(await checkTrusted(turn(stamp, at), seal)).toMatchObject({ kind: 'wrong' });
    expect(await checkTrusted(turn(stamp, stamp.length - 9), seal)).toMatchObject({ kind: 'wrong' });
  });

  test('with any altered byte leads to a verdict', async () => {
    for (let at = 0; at < stamp.length; at += 61) {
      const { kind } = await checkTrusted(turn(stamp, at), seal);
      expect(['right', 'wrong']).toContain(kind);
    }
  });

  test('that was signed with a certificate for another purpose is broken', async () => {
    await writeFile(join(authority.folder, 'info.der'), contentOf(stamp));
    await openssl(
      authority.folder,
      `cms -sign -binary -nodetach -cades -econtent_type 1.2.840.113549.1.9.16.1.4 -in info.der -signer server.pem -inkey server.key -outform DER -out token.der`,
    );
    const token = await readFile(join(authority.folder, 'token.der'));
    const granted = Buffer.from('3003020100', 'hex');
    const response = Buffer.concat([Buffer.from([0x30, 0x82, 0, 0]), granted, token]);
    response.writeUInt16BE(response.length - 4, 2);
    expect(await checkTrusted(response, seal)).toEqual({
      kind: 'wrong',
      why: 'its certificate is not one for time stamps',
    });
  });
});

function contentOf(response: Uint8Array): Buffer {
  const content = parseStamp(response).signed.encapContentInfo.eContent?.getValue();
  return Buffer.from(content ?? new ArrayBuffer());
}

function turn(bytes: Uint8Array, at: number): Buffer {
  const altered = Buffer.from(bytes);
  altered[at] = (altered[at] ?? 0) ^ 1;
  return altered;
}
