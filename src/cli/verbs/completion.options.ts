/** `call-archive completion SHELL`: its argument and examples. */
import { Argument, type Command } from 'commander';
import { addExamples, type EndVerb } from '../verb.ts';
import type { World } from '../world.ts';
import type { Shell } from './completion.ts';

const shells = ['bash', 'zsh', 'fish'] as const satisfies readonly Shell[];

export function addCompletion(program: Command, world: World, end: EndVerb): void {
  const verb = program
    .command('completion')
    .summary('print a script for shell completion')
    .description('Prints a script that lets a shell complete verbs and options.')
    .addArgument(new Argument('<shell>').choices(shells))
    .action(async (shell: Shell) => {
      const { runCompletion } = await import('./completion.ts');
      end(await runCompletion(shell, program, world));
    });
  addExamples(verb, [
    ['source <(call-archive completion bash)', 'in ~/.bashrc; zsh likewise in ~/.zshrc'],
    ['call-archive completion fish > ~/.config/fish/completions/call-archive.fish', 'for fish'],
  ]);
}
