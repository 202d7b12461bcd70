/** Runs the project's shell scripts with an `az` and an `azd` of a test's own, in a folder where they take notes. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';

const root = new URL('../..', import.meta.url).pathname;

export interface AzureCommands<Call> {
  /** The path of a note, or of a command. A new folder each test. */
  at(name: string): string;
  run(
    script: string,
    words: string[],
    env?: Record<string, string>,
  ): { status: number | null; stdout: string; stderr: string };
  /** What `az` noted of each call, a JSON text a line, in `calls`. */
  calls(): Call[];
}

/** `az`: its text, for an interpreter that it names; `NOTES` in its environment is the folder. `azd` notes its words in `azd-calls`. */
export function useAzureCommands<Call>(az: string): AzureCommands<Call> {
  let folder = '';
  const at = (name: string) => join(folder, name);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'azure-commands-'));
    for (const [name, text] of [
      ['az', az],
      ['azd', '#!/bin/sh\necho "$@" >> "$NOTES/azd-calls"\n'],
    ] as const) {
      writeFileSync(at(name), text);
      chmodSync(at(name), 0o755);
    }
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  return {
    at,
    run(script, words, env = {}) {
      const { status, stdout, stderr } = spawnSync('/bin/bash', [join(root, script), ...words], {
        encoding: 'utf8',
        env: { PATH: `${folder}${delimiter}/usr/bin${delimiter}/bin`, NOTES: folder, ...env },
      });
      return { status, stdout, stderr };
    },
    calls: () =>
      readFileSync(at('calls'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
  };
}
