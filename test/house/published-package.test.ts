/** What is sent to Azure: from dist/ (azd, func, the workflow), and from the root by its .funcignore; and who sends it. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { publishedByCoreTools, publishedByGitRules } from '../support/published-files.ts';

const root = dirname(new URL('../../package.json', import.meta.url).pathname);
const dist = join(root, 'dist');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

describe('what is published', () => {
  const built = publishedByCoreTools(dist);

  const fromRoot = ['host.json', 'package.json', ...built.map((path) => `dist/${path}`)].sort();

  test('from the root is the same and what starts it, by the rules of the Core Tools', () => {
    expect(publishedByCoreTools(root)).toEqual(fromRoot);
  });

  test('and by the rules of git, which azd and the editors follow', async () => {
    expect(await publishedByGitRules(root)).toEqual(fromRoot);
  });

  test('no settings of a developer, wherever they lie', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'published-'));
    try {
      for (const path of ['.funcignore', 'host.json', 'package.json'])
        cpSync(join(root, path), join(folder, path));
      cpSync(dist, join(folder, 'dist'), { recursive: true });
      for (const path of ['local.settings.json', 'dist/local.settings.json', 'notes.txt'])
        writeFileSync(join(folder, path), '{}');
      expect(publishedByCoreTools(folder)).toEqual(fromRoot);
      expect(await publishedByGitRules(folder)).toEqual(fromRoot);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('azure.yaml', () => {
  const text = read('azure.yaml');

  test('deploys dist/ as it is to the app that the template tags', () => {
    expect(text).toMatch(
      /services:\n {2}app:\n(?: {4}#.*\n)* {4}project: \.\/dist\n {4}language: js\n {4}host: function\n {4}remoteBuild: false\n/,
    );
    expect(read('infra/main.bicep')).toContain("    serviceName: 'app'\n");
  });

  test('builds once, before it packages, makes the secret before the template wants it, grants before it deploys', () => {
    expect(text).toMatch(/predeploy:\n[^:]+:\n +shell: sh\n +run: npm ci [^\n]*&& npm run build\n/);
    expect(text).not.toMatch(/prepackage|\*build/);
    expect(text).toContain('  up:\n    steps:\n      - azd: provision\n      - azd: deploy --all\n');
    expect(text).toContain('preprovision: *secret');
    expect(text).toMatch(/preup: &secret\n[^:]+:\n +shell: sh\n +run: \.\/infra\/azd\/keep-client-state\.sh/);
    expect(text).toMatch(/postprovision:\n[^:]+:\n +shell: sh\n +run: \.\/infra\/grant\/grant-graph\.sh/);
    const scripts = [...text.matchAll(/run: \.\/(\S+)/g)].map(([, path]) => path ?? '');
    expect(scripts).toHaveLength(6);
    for (const path of scripts) expect(read(path)).not.toBe('');
  });

  test('reads from its environment only what the template takes', () => {
    const parameters = read('infra/main.bicepparam').matchAll(/^param (\w+) = /gm);
    for (const [, name] of parameters)
      expect(read('infra/main.bicep')).toMatch(new RegExp(`^param ${name} `, 'm'));
  });
});

/** `wanted`: name and default of each. A variable that GitHub does not know is empty, not absent. */
function findUngiven(workflow: string, wanted: RegExpMatchArray[]): string[] {
  return wanted.flatMap(([, name = '', byDefault = '']) => {
    const given = `\n          ${name}: \${{ ${/STATE/.test(name) ? 'secrets' : 'vars'}.${name}`;
    const rest = byDefault ? ` || '${byDefault}' }}\n` : ' }}\n';
    return workflow.includes(given + rest) ? [] : [name];
  });
}

describe('the workflows', () => {
  const deploy = read('.github/workflows/deploy.yml');

  test('use actions at a commit, so that nobody can move a tag under them', () => {
    const used = [deploy, read('.github/workflows/ci.yml')].flatMap((workflow) => [
      ...workflow.matchAll(/uses: (\S+)@(.*)$/gm),
    ]);
    expect(used.length).toBeGreaterThan(3);
    const movable = used.filter(([, , version]) => !/^[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(version ?? ''));
    expect(movable.map(([, action]) => action)).toEqual([]);
  });

  test('sign in without a password, and look for the permission before they deploy the package', () => {
    expect(deploy).toContain('id-token: write');
    expect(deploy).not.toMatch(/client-secret|publish-profile|creds:/);
    const steps = [
      'npm run build',
      'azure/login@',
      'az deployment group create',
      '--check',
      'az functionapp deployment source config-zip',
    ];
    const places = steps.map((step) => deploy.indexOf(step));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(deploy).toContain('cd dist && zip');
  });

  test('give every variable that the parameters are read from, with its default where it may not be empty', () => {
    const wanted = [
      ...read('infra/main.bicepparam').matchAll(/readEnvironmentVariable\('(\w+)'(?:, '([^']*)')?\)/g),
    ];
    expect(wanted.length).toBeGreaterThan(10);
    expect(findUngiven(deploy, wanted)).toEqual([]);
    for (const [, name] of wanted)
      expect(findUngiven(deploy.replace(`          ${name}: $`, '          OTHER: $'), wanted)).toContain(
        name,
      );
    expect(findUngiven(deploy.replace("|| '1'", ''), wanted)).toEqual(['CALL_ARCHIVE_ALWAYS_READY']);
  });

  test('sign in to Azure Government with its own audience', () => {
    expect(deploy).toMatch(/audience: .* == 'AzureUSGovernment' && 'api:\/\/AzureADTokenExchangeUSGov' \|\|/);
  });

  test('run what the gate runs, with the real compiler of Bicep', () => {
    const ci = read('.github/workflows/ci.yml');
    expect(ci).toContain('bash .ci/run');
    expect(ci.indexOf('az bicep install')).toBeLessThan(ci.indexOf('bash .ci/run'));
    expect(read('.ci/run')).toContain('npm run check:infra');
  });
});
