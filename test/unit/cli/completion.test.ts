/** Shell completion: bash really completes; all scripts know every verb and option. */
import { execFileSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { runCommand } from '../../support/cli-run.ts';

/** What bash offers behind these words. */
async function complete(words: string[]): Promise<string[]> {
  const { stdout } = await runCommand(['completion', 'bash']);
  const list = words.map((word) => `'${word}'`).join(' ');
  const script = `${stdout}\nCOMP_WORDS=(${list})\nCOMP_CWORD=${words.length - 1}\n_call_archive\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
}

describe('bash', () => {
  test.each([
    ['verbs', ['call-archive', 're'], ['reconcile', 'redrive', 'reindex']],
    ['options of the verb', ['call-archive', 'backfill', '--t'], ['--to', '--time-zone']],
    [
      'choices of an option',
      ['call-archive', 'status', '-o', ''],
      ['table', 'json', 'ndjson', 'csv', 'excel'],
    ],
    ['folders', ['call-archive', 'search', '--path', '/et'], ['/etc']],
    ['nothing for a free value', ['call-archive', 'backfill', '--from', ''], ['']],
    ['shells', ['call-archive', 'completion', ''], ['bash', 'zsh', 'fish', '-h', '--help', '--debug']],
    ['verbs behind help', ['call-archive', 'help', 'stat'], ['stats', 'status']],
  ])('completes %s', async (_, words, offered) => {
    expect((await complete(words)).sort()).toEqual([...offered].sort());
  });
});

describe('zsh and fish', () => {
  test.each(['zsh', 'fish'])('%s knows verbs, options, choices and what they mean', async (shell) => {
    const { stdout, exitCode } = await runCommand(['completion', shell]);
    expect(exitCode).toBe(0);
    for (const word of [
      'backfill',
      'ask Graph for a window of calls',
      'time-zone',
      'table json ndjson csv excel',
    ])
      expect(stdout).toContain(word);
  });
});

test('another shell is refused with the ones there are', async () => {
  const { exitCode, stderr } = await runCommand(['completion', 'tcsh']);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('bash, zsh, fish');
});
