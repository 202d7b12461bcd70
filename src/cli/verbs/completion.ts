/** `call-archive completion SHELL`: a script that teaches a shell the verbs and options. */
import type { Command } from 'commander';
import { describeProgram } from '../completion/describe-program.ts';
import type { ExitName } from '../errors/exit-codes.ts';
import { writeText } from '../output/write-text.ts';
import type { World } from '../world.ts';

export type Shell = 'bash' | 'zsh' | 'fish';

export async function runCompletion(shell: Shell, program: Command, world: World): Promise<ExitName> {
  await writeText(world.stdout, await makeScript(shell, program));
  return 'ok';
}

async function makeScript(shell: Shell, program: Command): Promise<string> {
  const verbs = describeProgram(program);
  switch (shell) {
    case 'bash':
      return (await import('../completion/bash-script.ts')).bashScript(verbs);
    case 'zsh':
      return (await import('../completion/zsh-script.ts')).zshScript(verbs);
    case 'fish':
      return (await import('../completion/fish-script.ts')).fishScript(verbs);
  }
}
