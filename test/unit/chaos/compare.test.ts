/** The comparison of a chaos run finds what it is there to find: each test spoils one thing in a sound archive. */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { compare, type Expectation } from '../../../local/chaos/witness/compare.ts';
import type { Stored, StoredBlob } from '../../../local/chaos/witness/read-storage.ts';

const tenantId = '7e1a0c2d-0000-4000-8000-0000000000aa';
const callId = '0f0e0d0c-0b0a-4908-8706-050403020100';
const refusedId = '1f0e0d0c-0b0a-4908-8706-050403020100';
const document = Buffer.from('{"id":"a call"}');
const name = `records/v1/tenant=${tenantId}/date=2026-11-20/${callId}.v000002.json.gz`;
const refusedBlob = `refused/v1/date=2026-11-20/${refusedId}.20261120T080000.000Z`;

const expected: Expectation = {
  tenantId,
  versions: [
    { callId, version: '2', startDateTime: '2026-11-20T23:59:59Z', required: true, document: () => document },
  ],
  ledger: new Map([
    [callId, 'none-or-closed'],
    [refusedId, 'refused'],
  ]),
};

function pack(bytes: Buffer): Buffer {
  const file = gzipSync(bytes);
  file[9] = 0xff;
  return file;
}

function makeBlob(file = pack(document)): StoredBlob {
  const hash = (algorithm: string, bytes: Buffer) => createHash(algorithm).update(bytes).digest('hex');
  const counts = { sessions: '1', participants: '2', reason: 'notification' };
  return {
    name,
    file,
    contentType: 'application/gzip',
    md5: hash('md5', file),
    metadata: {
      call_id: callId,
      version: '2',
      sha256: hash('sha256', document),
      bytes: String(document.length),
      ...counts,
    },
  };
}

function makeStored(change: Partial<Stored> = {}, blob = makeBlob()): Stored {
  const columns = { ...blob.metadata, blob: name };
  return {
    records: [blob],
    index: [
      { partitionKey: `c-${tenantId}-${callId}`, rowKey: 'v000002', ...columns },
      { partitionKey: `d-${tenantId}-2026-11-20`, rowKey: `${callId}.v000002`, ...columns },
    ],
    evidence: new Set([refusedBlob]),
    ledger: [{ rowKey: refusedId, state: 'refused', refused_blob: refusedBlob }],
    poisonMessages: 0,
    ...change,
  };
}

const kinds = (stored: Stored) => compare(expected, stored).map(({ kind }) => kind);

describe('the comparison', () => {
  const sound = makeStored();
  const [idRow = {}, dayRow = {}] = sound.index;

  test('finds nothing in a sound archive', () => {
    expect(compare(expected, sound)).toEqual([]);
  });

  test.each<[string, Stored, string[]]>([
    [
      'a version that is not there',
      makeStored({ records: [] }),
      ['lost', 'row-without-blob', 'row-without-blob'],
    ],
    ['a file that breaks off', makeStored({}, makeBlob(pack(document).subarray(0, 30))), ['torn']],
    [
      'a file with a second member',
      makeStored({}, makeBlob(Buffer.concat([pack(document), pack(document)]))),
      ['torn'],
    ],
    ['another document', makeStored({}, makeBlob(pack(Buffer.from('{"id":"b call"}')))), ['wrong', 'wrong']],
    ['a wrong MD5', makeStored({}, { ...makeBlob(), md5: '00' }), ['wrong']],
    [
      'a blob that Graph never had',
      makeStored({ records: [makeBlob(), { ...makeBlob(), name: `${name}x` }] }),
      ['foreign-blob'],
    ],
    ['no id row', makeStored({ index: [dayRow] }), ['blob-without-row']],
    ['no day row', makeStored({ index: [idRow] }), ['blob-without-row']],
    ['a row that lies', makeStored({ index: [{ ...idRow, bytes: '16' }, dayRow] }), ['wrong-row']],
    [
      'a row on another day',
      makeStored({ index: [idRow, dayRow, { ...dayRow, partitionKey: `d-${tenantId}-2026-11-21` }] }),
      ['row-without-blob'],
    ],
    [
      'an open row of an archived call',
      makeStored({ ledger: [...sound.ledger, { rowKey: callId, state: 'pending' }] }),
      ['ledger'],
    ],
    ['no row of a refused call', makeStored({ ledger: [] }), ['ledger']],
    ['a refused answer that was not kept', makeStored({ evidence: new Set() }), ['ledger']],
    [
      'a row of an unknown call',
      makeStored({ ledger: [...sound.ledger, { rowKey: 'x', state: 'closed' }] }),
      ['ledger'],
    ],
  ])('finds %s', (_, stored, found) => {
    expect(kinds(stored)).toEqual(found);
  });
});
