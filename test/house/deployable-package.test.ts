/** What `npm run build` makes: packages that run in Azure as they are, without an install. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { publishedByCoreTools } from '../support/published-files.ts';

const root = new URL('../..', import.meta.url).pathname;
const readJson = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));

describe.each([
  ['dist', 'host.json'],
  ['dist-reader', 'functions/reader/host.json'],
])('%s', (folder, hostFile) => {
  test('has its entry and its host.json, and needs no install and no build', () => {
    const manifest = readJson(`${folder}/package.json`);
    expect(Object.keys(manifest).sort()).toEqual(['main', 'name', 'type', 'version']);
    expect(manifest).toMatchObject({ type: 'module', main: 'main.js' });
    expect(statSync(join(root, folder, manifest.main)).isFile()).toBe(true);
    expect(readJson(`${folder}/host.json`)).toEqual(readJson(hostFile));
  });

  test('has no settings and no sources', () => {
    const sent = publishedByCoreTools(join(root, folder));
    expect(sent).toEqual(expect.arrayContaining(['host.json', 'main.js', 'package.json']));
    expect(sent.filter((path) => /\.ts$|settings|node_modules|\.env/.test(path))).toEqual([]);
    // Without this file some versions of azd build remotely whatever azure.yaml says.
    expect(readFileSync(join(root, folder, '.funcignore'), 'utf8')).toBe('local.settings.json\n');
  });

  test('is at most 10 MB', () => {
    const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      statSync(join(root, folder, name)),
    );
    const sizeBytes = files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
    expect(sizeBytes).toBeLessThan(10 * 1024 * 1024);
  });
});

test('each package has what its triggers need: the one extensions for queues, the other no prefix before its routes', () => {
  expect(readJson('host.json').extensionBundle.version).toBe('[4.0.0, 5.0.0)');
  expect(readJson('functions/reader/host.json').extensions).toEqual({ http: { routePrefix: '' } });
});

test('the readers’ app has the files that its pages load', () => {
  const files = readdirSync(join(root, 'src/web/static')).sort();
  expect(readdirSync(join(root, 'dist-reader/static')).sort()).toEqual(files);
});

test('the readers’ app has no code that asks Graph, unlike the archiving app', () => {
  const asksGraph = (folder: string) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.js'))
      .some((name) => readFileSync(join(root, folder, name), 'utf8').includes('communications/callRecords'));
  expect([asksGraph('dist'), asksGraph('dist-reader')]).toEqual([true, false]);
});

test('no part of the telemetry library is bundled twice: package.json overrides its versions with one', () => {
  const { packages } = JSON.parse(
    readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'),
  ) as { packages: Record<string, unknown> };
  const installed = Object.keys(packages).filter((path) => path.includes('node_modules/@opentelemetry/'));
  expect(installed.length).toBeGreaterThan(20);
  expect(installed.filter((path) => path.lastIndexOf('node_modules/') > 0)).toEqual([]);
});
