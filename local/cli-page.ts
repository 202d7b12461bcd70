/** The documentation page of the command line, made from the help that the command itself prints. */
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { archives } from '../src/cli/archive/open-archive.ts';
import { makeProgram } from '../src/cli/program.ts';
import { runCli } from '../src/cli/run-cli.ts';
import type { World } from '../src/cli/world.ts';

/** Where the page stands, from the root of the project. */
export const cliPagePath = 'docs/cli.md';

const introduction = `# The command \`call-archive\`

<!-- Made by \`npm run docs\` from the definitions in src/cli. Change it there. -->

In a clone of this repository, with Node 22 or newer:

    npm ci && npm run build
    alias call-archive="node $PWD/dist-cli/call-archive.js"
    call-archive --help

Without the alias: \`node dist-cli/call-archive.js --help\`. Do not run it through \`npx\`: where nothing is built, \`npx\`
would fetch a package of that name from the public registry. \`npm link\` puts \`call-archive\` on the path of the shell;
then \`call-archive completion\` makes the shell complete its verbs and options.

- **Data goes to stdout, everything else to stderr.** \`-o json\` is one JSON document, \`ndjson\` one JSON text a line,
  \`csv\` is RFC 4180 with a line of names first (in a cell that a spreadsheet would take for a formula, \`'\` stands
  first). Times in data are ISO 8601 in UTC.
- **Times** in options are \`2026-11-21\`, \`21.11.2026\`, \`2026-11\`, \`2026\`, \`2026-11-21T14:30\` (with \`Z\` or
  \`+02:00\` if wanted), \`today\`, \`yesterday\`, \`tuesday\` (the last one), \`tuesday 14:00\`, \`now\`, or how long ago: \`7d\`,
  \`2w\`, \`3mo\`, \`1y\`, \`12h\`, \`30min\`. Years are 2000 to 2999.
  Dates are read in \`--time-zone\`; without it in UTC, in which the archive has its days. \`--from\` includes its moment.
  \`--to\` with a date includes that day; with a time it ends there.
- **\`--local\`**, before the verb or after it, leads to what \`npm start\` runs on this machine: its storage, and its app.
- **Progress** is shown on a terminal only. \`NO_COLOR\` turns colours off.
- **Ctrl-C** ends a command with exit code 130; \`verify\` says what it has found until then. A closed pipe (\`| head\`) is not a failure.
- **Control characters** in names are shown as \`\\u001b\`, never sent to the terminal.
`;

export async function formatCliPage(): Promise<string> {
  const { commands } = makeProgram(makeWorld(new PassThrough()), () => undefined);
  const sections = await Promise.all(
    commands.map(
      async (verb) => `## \`call-archive ${verb.name()}\`\n\n${await helpOf([verb.name(), '--help'])}`,
    ),
  );
  return [introduction, `## All verbs\n\n${await helpOf(['--help'])}`, ...sections].join('\n');
}

/** As a code block. */
async function helpOf(args: string[]): Promise<string> {
  const stdout = new PassThrough();
  await runCli(args, makeWorld(stdout));
  stdout.end();
  const said = text(stdout);
  return `\`\`\`\n${(await said).trimEnd()}\n\`\`\`\n`;
}

function makeWorld(stdout: PassThrough): World {
  return {
    env: {},
    stdout,
    stderr: new PassThrough(),
    signal: new AbortController().signal,
    now: () => new Date(),
    archives,
    localSystem: '',
    version: '',
  };
}
