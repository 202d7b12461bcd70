/** Completion for fish. */
import type { DescribedOption, DescribedVerb } from './describe-program.ts';

export function fishScript(verbs: readonly DescribedVerb[]): string {
  const lines = [
    '# fish completion for call-archive; load it with: call-archive completion fish | source',
    'complete -c call-archive -f',
    ...verbs.flatMap(formatVerb),
  ];
  return `${lines.join('\n')}\n`;
}

function formatVerb({ name, summary, options, choices }: DescribedVerb): string[] {
  const seen = `complete -c call-archive -n '__fish_seen_subcommand_from ${name}'`;
  return [
    `complete -c call-archive -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`,
    ...(choices.length > 0 ? [`${seen} -a ${quote(choices.join(' '))}`] : []),
    ...options.map((option) => `${seen} ${formatOption(option)}`),
  ];
}

function formatOption({ long, short, description, value }: DescribedOption): string {
  const flags = `-l ${long.slice(2)}${short ? ` -s ${short.slice(1)}` : ''}`;
  return `${flags}${formatValue(value)} -d ${quote(description)}`;
}

function formatValue(value: DescribedOption['value']): string {
  if (value === 'none') return '';
  if (value === 'free') return ' -x';
  return value === 'file' ? ' -r -F' : ` -x -a ${quote(value.join(' '))}`;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
