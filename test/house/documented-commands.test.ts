/** What the documentation tells people to type: verbs and options of call-archive that exist. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runCommand } from '../support/cli-run.ts';

const root = new URL('../..', import.meta.url).pathname;
const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)];

/** In code: at the start of a line of a block, or in a span; up to what ends the command. */
const commands = pages.flatMap((page) =>
  [
    ...readFileSync(join(root, page), 'utf8').matchAll(
      /(?:^ *(?:\$ )?|`|npx )call-archive ([a-z]+)([^`\n|;<>]*)/gm,
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
