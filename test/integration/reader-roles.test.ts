/** Nobody sees more than their role shows: a walk through every page in every form, over an archive full of secrets. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type ReaderRole, readerRoles, rightsOf } from '../../src/web/access/rights.ts';
import type { Page } from '../../src/web/page.ts';
import { readerPages } from '../../src/web/page-table.ts';
import { useEmulator } from '../support/contract-storage.ts';
import { findSecrets } from '../support/planted/find-secrets.ts';
import { makePlantedArchive } from '../support/planted/planted-archive.ts';
import { writePlantedArchive } from '../support/planted/write-planted-archive.ts';
import { findForbidden, type WalkedRole, walkPages } from '../support/role-walk.ts';
import { servePages } from '../support/served-pages.ts';

const { clients, connectionString } = useEmulator();
const archive = makePlantedArchive(1);
const allRoles: WalkedRole[] = [undefined, 'Files.Read.All', ...(Object.keys(readerRoles) as ReaderRole[])];

beforeAll(() => writePlantedArchive(clients(), archive));

describe.each(allRoles)('as %s', (role) => {
  test('every page shows what the role may see, and no secret beside', async () => {
    const served = servePages(connectionString());
    const answers = await walkPages(served, readerPages, role, archive);
    expect(findForbidden(answers, role)).toEqual([]);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    for (const page of readerPages) {
      const isShown = role !== undefined && role in readerRoles && page.isFor(rightsOf([role as ReaderRole]));
      const statuses = answers.filter((answer) => answer.page === page).map(({ status }) => status);
      expect([page.path, statuses.includes(200)]).toEqual([page.path, isShown]);
    }
    const logged = { headers: [], body: Buffer.from(served.lines.join('\n')) };
    expect(findSecrets(logged, archive.secrets)).toEqual([]);
  });
});

test('who may see every call sees nearly all of what was planted: the walk comes to where it is', async () => {
  const answers = await walkPages(servePages(connectionString()), readerPages, 'Calls.Read', archive);
  const places = new Set(answers.flatMap(({ secrets }) => secrets.map(({ place }) => place)));
  for (const place of [
    'boris.displayName',
    'phone.id',
    'boris.feedback.text',
    'boris.media.callerDevice.captureDeviceName',
  ])
    expect(places).toContain(place);
  expect(places.size).toBeGreaterThan(300);
});

test('what the walk posts leads to lists, to calls, to a choice of people and to words of what is wrong', async () => {
  const answers = await walkPages(servePages(connectionString()), readerPages, 'Calls.Read', archive);
  const posted = answers.filter(({ page, meant }) => page.path === '/' && meant !== undefined);
  expect(new Set(posted.map(({ status }) => status))).toEqual(new Set([200, 303, 422]));
  const choices = posted.filter(({ body }) => body.includes('Who is meant?'));
  const named = new Set(choices.flatMap(({ secrets }) => secrets.map(({ place }) => place)));
  expect([...named]).toEqual(expect.arrayContaining(['boris.displayName', 'guest.displayName']));
});

describe('for who sees the calls of one person', () => {
  const other = useEmulator();
  const otherArchive = makePlantedArchive(2);
  beforeAll(() => writePlantedArchive(other.clients(), otherArchive));

  test('two archives are the same that differ in everything else', async () => {
    const role = 'Calls.Read.Limited';
    const answers = await walkPages(servePages(connectionString()), readerPages, role, archive);
    const others = await walkPages(servePages(other.connectionString()), readerPages, role, otherArchive);
    const shown = answers.filter(({ status }) => status === 200);
    expect(shown.length).toBeGreaterThan(0);
    for (const { path, status, body, meant } of answers) {
      // Where others are meant, the reader came for them.
      const twin = others.find((one) => one.path === path && one.meant === meant);
      if (!twin) continue;
      expect([path, twin.status, withoutHash(twin.body)]).toEqual([path, status, withoutHash(body)]);
    }
  });
});

/** Of the whole record: it says that something is different, and not what. */
function withoutHash(body: string): string {
  return body.replaceAll(/\b[0-9a-f]{64}\b/g, '…');
}

describe('the walk finds a secret', () => {
  const { mark, place } = archive.secrets.find((secret) => secret.place === 'boris.displayName') ?? {
    mark: '',
    place: '',
  };
  const leaky: Page<{ name: string }> = {
    path: '/leak',
    isFor: () => true,
    subject: () => undefined,
    read: async () => ({ kind: 'data', data: { name: 'nobody' } }),
    html: () => ({ title: 'Leak', main: '' as never }),
  };
  const leaks: [where: string, Partial<Page<{ name: string }>>][] = [
    ['in a title', { html: () => ({ title: `Calls of ${mark}`, main: '' as never }) }],
    ['in JSON', { read: async () => ({ kind: 'data', data: { name: mark } }) }],
    [
      'in what is posted',
      {
        takesForm: true,
        read: async ({ form }) => ({ kind: 'data', data: { name: form?.get('q') === '' ? mark : 'nobody' } }),
      },
    ],
    ['in CSV', { csv: () => `name\n${mark}\n` }],
    ['in where it leads', { read: async () => ({ kind: 'redirect', to: `/calls?name=${mark}` }) }],
    [
      'in the name of a file',
      {
        read: async () => ({
          kind: 'file',
          name: `${mark}.json`,
          contentType: 'application/json',
          bytes: ReadableStream.from<Uint8Array>([]),
        }),
      },
    ],
    [
      'in a problem',
      {
        read: async () => ({
          kind: 'problem',
          problem: { type: 'urn:x', title: 'Not there', status: 404, detail: `There is no call of ${mark}` },
        }),
      },
    ],
  ];

  test.each(leaks)('%s', async (_, change) => {
    const pages = [{ ...leaky, ...change } as Page];
    const answers = await walkPages(
      servePages(connectionString(), { pages }),
      pages,
      'Archive.Audit',
      archive,
    );
    expect(findForbidden(answers, 'Archive.Audit')).toContainEqual(
      expect.stringContaining(`Archive.Audit sees ${place} at /leak`),
    );
  });
});
