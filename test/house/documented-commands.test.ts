/** What the documentation tells people to type: verbs and options of call-archive that exist. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runCommand } from '../support/cli-run.ts';

const root = new URL('../..', import.meta.url).pathname;
const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** In code: at the start of a line of a block, or in a span; up to what ends the command. */
const commands = pages.flatMap((page) =>
  [
    ...readFileSync(join(root, page), 'utf8').matchAll(
      /(?:^ *(?:\$ )?|`|node dist-cli\/)call-archive(?:\.js)?(?: --local)? ([a-z]+)([^`\n|;<>]*)/gm,
    ),
  ].map(([, verb = '', rest = '']) => ({ page, verb, rest })),
);

test('there are such commands', () => {
  expect(commands.length).toBeGreaterThan(3);
});

test.each(commands)('$page: call-archive $verb$rest', async ({ verb, rest }) => {
  const { exitCode, stdout } = await runCommand(['help', verb]);
  expect([exitCode, stdout.startsWith(`Usage: call-archive ${verb}`)]).toEqual([0, true]);
  const options = rest.match(/(?<= )--?[a-z][\w-]*/g) ?? [];
  expect(options.filter((option) => !new RegExp(`${option}\\b`).test(stdout))).toEqual([]);
});

test('a page that queries Application Insights names the extension that az needs for it', () => {
  const texts = pages.map((page) => [page, readFileSync(join(root, page), 'utf8')] as const);
  const querying = texts.filter(([, text]) => text.includes('az monitor app-insights'));
  expect(querying.length).toBeGreaterThan(0);
  const silent = querying.filter(
    ([, text]) => !text.includes('az extension add --name application-insights'),
  );
  expect(silent.map(([page]) => page)).toEqual([]);
});

test('no text sends anybody to the public registry for call-archive, where any package could have that name', () => {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
  const texts = files.filter((file) => /\.(md|ts|js|json|ya?ml|sh|ps1|bicep)$/.test(file));
  const fetching = /\b(npx|npm exec|pnpx|pnpm dlx|yarn dlx|bunx)( -\S+)* call-archive/;
  const named = texts.filter((file) => fetching.test(readFileSync(join(root, file), 'utf8')));
  expect({ named, looked: texts.length > 100 }).toEqual({ named: [], looked: true });
});
