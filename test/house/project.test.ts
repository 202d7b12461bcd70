/** The rules of the house that no compiler checks. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { cliPagePath, formatCliPage } from '../../local/cli-page.ts';
import { configurationPagePath, formatConfigurationPage } from '../../local/configuration-page.ts';
import { formatTablesPage, tablesPagePath } from '../../local/tables-page.ts';
import { names } from '../../src/config/names.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { settings } from '../../src/config/settings.ts';

const root = new URL('../..', import.meta.url).pathname;
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const packageJson = JSON.parse(read('package.json'));

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .filter((path) => path.endsWith('.ts') && statSync(join(root, path)).isFile());
}

const codeLines = (text: string) =>
  text.split('\n').filter((line) => !/^\s*(\/\/|\/?\*|$)/.test(line)).length;

describe('the code', () => {
  const files = ['functions', 'src', 'local'].flatMap(sourceFiles);

  test('says in each file what it is, and keeps each short enough to read', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files.filter((path) => !read(path).startsWith('/**'))).toEqual([]);
    expect(files.filter((path) => codeLines(read(path)) > 250)).toEqual([]);
  });

  test('in src/ gives no two exports one name', () => {
    const exported = sourceFiles('src').flatMap((path) =>
      [...read(path).matchAll(/^export (?:async )?(?:function\*?|const|class|interface|type) (\w+)/gm)].map(
        ([, name]) => ({ name, path }),
      ),
    );
    expect(exported.length).toBeGreaterThan(400);
    const homes = Map.groupBy(exported, ({ name }) => name).values();
    expect([...homes].filter((places) => places.length > 1)).toEqual([]);
  });

  test('has its units of time from one file, and the simulator from another', () => {
    const homes = ['src/model/durations.ts', 'local/graph-simulator/durations.ts'];
    const own = ['src', 'local', 'bench', 'test']
      .flatMap(sourceFiles)
      .filter((path) => !homes.includes(path));
    expect(own.filter((path) => /const (second|minute|hour|day)Ms =/.test(read(path)))).toEqual([]);
    const spelledOut = /\b60_000\b|\b60 \* 1000\b|\b60 \* 60\b/;
    const product = own.filter((path) => path.startsWith('src/'));
    expect(product.filter((path) => spelledOut.test(read(path)))).toEqual([]);
  });

  test('in functions/ only registers and translates', () => {
    expect(sourceFiles('functions').filter((path) => codeLines(read(path)) > 40)).toEqual([]);
  });
});

describe('the documentation', () => {
  test('of the settings is what the table says (npm run docs)', () => {
    expect(read(configurationPagePath)).toBe(formatConfigurationPage());
  });

  test('of the command line is the help that it prints (npm run docs)', async () => {
    expect(read(cliPagePath)).toBe(await formatCliPage());
  });

  test('of the tables is what their description says (npm run docs)', () => {
    expect(read(tablesPagePath)).toBe(formatTablesPage());
  });

  test('names only verbs of call-archive that there are', async () => {
    const page = await formatCliPage();
    const verbs = ['help', ...[...page.matchAll(/^## `call-archive ([a-z]+)`$/gm)].map(([, verb]) => verb)];
    const pages = [
      'README.md',
      ...readdirSync(join(root, 'docs'))
        .filter((name) => name.endsWith('.md'))
        .map((name) => `docs/${name}`),
    ];
    const named = pages.flatMap((path) =>
      [...read(path).matchAll(/\bcall-archive ([a-z]+)/g)].map(([, verb]) => `${path}: ${verb}`),
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((one) => !verbs.includes(one.split(': ')[1]))).toEqual([]);
  });

  test('names only npm commands that exist', () => {
    const pages = [
      'README.md',
      ...readdirSync(join(root, 'docs'))
        .filter((name) => name.endsWith('.md'))
        .map((name) => `docs/${name}`),
    ];
    const commands = pages.flatMap((page) =>
      [...read(page).matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name),
    );
    expect(commands.length).toBeGreaterThan(3);
    expect(commands.filter((name) => !packageJson.scripts[name ?? ''])).toEqual([]);
  });
});

describe('the example settings', () => {
  const values: Record<string, string> = JSON.parse(read('local.settings.json.example')).Values;

  test('leave only the tenant and the secret to fill in', () => {
    expect(() => readConfig(values)).toThrow(
      /2 problem.*GRAPH_TENANT_ID is missing.*NOTIFICATION_CLIENT_STATE is missing/s,
    );
  });

  test('hold names of the table only, and configure the app', () => {
    const host = ['FUNCTIONS_WORKER_RUNTIME', 'AzureWebJobsStorage'];
    const unknown = Object.keys(values).filter((name) => !(name in settings) && !host.includes(name));
    expect(unknown).toEqual([]);
    const filled = {
      ...values,
      GRAPH_TENANT_ID: '7e1a0c2d-0000-4000-8000-0000000000aa',
      NOTIFICATION_CLIENT_STATE: 'a secret of one’s own',
    };
    expect(readConfig(filled).storage).toEqual({
      kind: 'connection-string',
      connectionString: 'UseDevelopmentStorage=true',
    });
  });

  test('have every setting but the endpoints, which exclude the connection string', () => {
    const missing = Object.keys(settings).filter((name) => !(name in values));
    expect(missing.every((name) => name.startsWith(`${names.connection}__`))).toBe(true);
  });
});

test('a checkout on Windows keeps the line feeds without which no shell runs the scripts', () => {
  expect(read('.gitattributes')).toMatch(/^\* text=auto eol=lf$/m);
});

describe('the package', () => {
  test('has exact versions only', () => {
    const versions = Object.values({ ...packageJson.dependencies, ...packageJson.devDependencies });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+(-r\.\d+)?$/.test(String(version)))).toEqual([]);
  });

  test('has every platform in its lock file, or npm ci refuses it', () => {
    const packages: Record<string, { optionalDependencies?: Record<string, string> }> = JSON.parse(
      read('package-lock.json'),
    ).packages;
    const named = Object.values(packages).flatMap(({ optionalDependencies = {} }) =>
      Object.keys(optionalDependencies),
    );
    expect(named.filter((name) => !(`node_modules/${name}` in packages))).toEqual([]);
  });

  test('has no download address in its lock file', () => {
    expect(read('package-lock.json')).not.toContain('"resolved": "http');
  });

  test('is hosted as design and documentation say', () => {
    const host = JSON.parse(read('host.json'));
    expect(host).toMatchObject({
      extensionBundle: { version: '[4.0.0, 5.0.0)' },
      extensions: {
        http: { routePrefix: 'api' },
        queues: { maxDequeueCount: 5, visibilityTimeout: '00:01:00' },
      },
    });
  });
});
