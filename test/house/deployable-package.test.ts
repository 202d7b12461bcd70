/** What `npm run build` makes: a package that runs in Azure as it is, without an install. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const dist = new URL('../../dist', import.meta.url).pathname;
const readJson = (name: string) => JSON.parse(readFileSync(join(dist, name), 'utf8'));

test('the package has its entry and its host.json, and needs no install and no build', () => {
  const manifest = readJson('package.json');
  expect(Object.keys(manifest).sort()).toEqual(['main', 'name', 'type', 'version']);
  expect(manifest).toMatchObject({ type: 'module', main: 'main.js' });
  expect(statSync(join(dist, manifest.main)).isFile()).toBe(true);
  expect(readJson('host.json').extensionBundle.version).toBe('[4.0.0, 5.0.0)');
});

test('the package is at most 10 MB', () => {
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).map((name) =>
    statSync(join(dist, name)),
  );
  const sizeBytes = files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
  expect(sizeBytes).toBeLessThan(10 * 1024 * 1024);
});

test('no part of the telemetry library is bundled twice: package.json overrides its versions with one', () => {
  const { packages } = JSON.parse(
    readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'),
  ) as { packages: Record<string, unknown> };
  const installed = Object.keys(packages).filter((path) => path.includes('node_modules/@opentelemetry/'));
  expect(installed.length).toBeGreaterThan(20);
  expect(installed.filter((path) => path.lastIndexOf('node_modules/') > 0)).toEqual([]);
});
