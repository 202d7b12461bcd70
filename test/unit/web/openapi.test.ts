/** What programs are told of the pages is so: every page is described, and what pages answer fits the schemas. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { hashFindKey } from '../../../src/model/index-rows.ts';
import { problemSchema } from '../../../src/web/openapi/page-answers.ts';
import { pageDescriptions } from '../../../src/web/openapi/page-descriptions.ts';
import { readerPages } from '../../../src/web/page-table.ts';
import { archiveCompanyDays } from '../../support/company-archive.ts';
import { makeReaderApp, type ReaderApp } from '../../support/reader-app.ts';
import { sealedDayRow } from '../../support/sealed-day-rows.ts';

const records = archiveCompanyDays(['2026-11-24']);
const [{ entry: anyCall }] = records as [(typeof records)[0]];
const tom = hashFindKey(
  records.flatMap(({ entry }) => entry.named).find(({ name }) => name === 'Tom Becker')?.key ?? '',
);
let app: ReaderApp;
beforeAll(async () => {
  app = await makeReaderApp(records);
  const graph = {
    comparedAt: '2026-11-25T03:17:00.000Z',
    listed: 1,
    unreadable: 0,
    missing: 0,
    elsewhere: 0,
  };
  await app.sealedDays.put([sealedDayRow('2026-11-24', { graph })], {
    sequence: 7,
    sha256: 'a'.repeat(64),
    sealedAt: '2026-11-25T05:10:00.000Z',
    sealsFrom: '2026-11-24',
  });
});

const document = async () => JSON.parse((await app.open('/openapi.json', 'Archive.Audit')).text);

test('every page and each of its forms is in the document, and nothing else', async () => {
  const { openapi, paths } = await document();
  expect(openapi).toBe('3.1.0');
  const wanted = readerPages.flatMap(({ path, csv }) => {
    const template = path.replaceAll(/:(\w+)/g, '{$1}');
    if (path === '/openapi') return ['/openapi.json'];
    const isFile = !pageDescriptions[path]?.answer;
    return [template, ...(isFile ? [] : [`${template}.json`]), ...(csv ? [`${template}.csv`] : [])];
  });
  expect(Object.keys(paths).sort()).toEqual(wanted.sort());
  expect(paths['/.json'].post.requestBody.content['application/json'].schema.properties).toHaveProperty('q');
  expect(paths['/calls/{id}.json'].get.parameters).toContainEqual(
    expect.objectContaining({ name: 'id', in: 'path', required: true }),
  );
});

test('every operation has a name of its own, and says where a form leads', async () => {
  const { paths } = await document();
  const operations = Object.values(paths).flatMap((path) => Object.values(path as object));
  const names = operations.map(({ operationId }) => operationId);
  expect(names).toEqual([...new Set(names)]);
  for (const name of names) expect(name).toMatch(/^(get|post)[A-Z]\w+$/);
  const statusesOf = (path: string) => Object.keys(paths[path].post.responses);
  expect(['/', '/.json', '/access', '/access.json'].map(statusesOf)).toEqual([
    ['200', '303', 'default'],
    ['200', 'default'],
    ['303', 'default'],
    ['303', 'default'],
  ]);
  expect(paths['/access.json'].get.parameters).toContainEqual(
    expect.objectContaining({ name: 'who', schema: { type: 'array', items: { type: 'string' } } }),
  );
});

describe('a real answer fits its schema', () => {
  test.each([
    ['/', '/.json'],
    ['/calls', `/calls.json?who=${tom}&from=2026-11-24&poor=1`],
    ['/calls', `/calls.json?from=2026-11-24&to=2026-11-24`],
    ['/calls/:id', `/calls/${anyCall.callId}.json`],
    ['/calls/:id/versions', `/calls/${anyCall.callId}/versions.json`],
    ['/people/:hash', `/people/${tom}.json`],
    ['/days', '/days.json'],
    ['/days/:date', '/days/2026-11-24.json'],
    ['/days/:date', '/days/2026-11-29.json'],
    ['/access', '/access.json'],
  ])('of %s at %s', async (path, url) => {
    const role = path === '/access' ? 'Archive.Audit' : 'Calls.Read.Raw';
    const { status, text } = await app.open(url, role);
    expect(status).toBe(200);
    const { error } = pageDescriptions[path]?.answer?.safeParse(JSON.parse(text)) ?? {};
    expect(error?.issues).toBeUndefined();
  });

  test('of a search, and of a choice among people', async () => {
    for (const q of ['Tom Becker', 'a']) {
      const { text } = await app.open('/.json', 'Calls.Read', { q });
      expect(pageDescriptions['/']?.formAnswer?.safeParse(JSON.parse(text)).error?.issues).toBeUndefined();
    }
  });

  test('of what is refused', async () => {
    for (const url of [
      '/calls.json',
      '/days/x.json',
      '/nothing.json',
      `/calls.json?who=${tom}&from=6%2F2%2F2026`,
    ]) {
      const { status, text, headers } = await app.open(url, 'Calls.Read');
      expect(status).toBeGreaterThanOrEqual(400);
      expect(headers.get('content-type')).toContain('application/problem+json');
      expect(problemSchema.safeParse(JSON.parse(text)).error?.issues).toBeUndefined();
    }
  });
});

test('people get the same in short', async () => {
  const { text } = await app.open('/openapi', 'Calls.Read.Limited');
  for (const { path } of readerPages.filter((page) => page.path !== '/openapi'))
    expect(text).toContain(`<code>${path.replaceAll(/:(\w+)/g, '{$1}')}</code>`);
});
