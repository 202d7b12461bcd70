/** `call-archive completion SHELL`: a script that teaches a shell the verbs and options. */
import { Argument, type Command } from 'commander';
import { writeText } from '../output/write-text.ts';
import { addExamples, type EndVerb } from '../verb.ts';
import type { World } from '../world.ts';

const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

export function addCompletionVerb(program: Command, world: World, end: EndVerb): void {
  program.commandsGroup('Other:');
  addExamples(
    program
      .command('completion')
      .summary('print a script for shell completion')
      .description('Prints a script that lets a shell complete verbs and options.')
      .addArgument(new Argument('<shell>').choices(shells))
      .action(async (shell: Shell) => {
        await writeText(world.stdout, await makeScript(shell, program));
        end('ok');
      }),
    [
      ['source <(call-archive completion bash)', 'in ~/.bashrc; zsh likewise in ~/.zshrc'],
      ['call-archive completion fish > ~/.config/fish/completions/call-archive.fish', 'for fish'],
    ],
  );
}

async function makeScript(shell: Shell, program: Command): Promise<string> {
  const { describeProgram } = await import('./describe-program.ts');
  const verbs = describeProgram(program);
  switch (shell) {
    case 'bash':
      return (await import('./bash-script.ts')).bashScript(verbs);
    case 'zsh':
      return (await import('./zsh-script.ts')).zshScript(verbs);
    case 'fish':
      return (await import('./fish-script.ts')).fishScript(verbs);
  }
}
