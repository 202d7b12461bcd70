/** Completion for zsh. */
import type { DescribedOption, DescribedVerb } from './describe-program.ts';

export function zshScript(verbs: readonly DescribedVerb[]): string {
  return `#compdef call-archive
# zsh completion for call-archive; load it with: source <(call-archive completion zsh)
compdef _call-archive call-archive
_call-archive() {
  local -a verbs
  verbs=(
${verbs.map(({ name, summary }) => `    '${name}:${escaped(summary)}'`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe verb verbs
    return
  fi
  local verb=$words[2]
  shift words
  (( CURRENT-- ))
  case $verb in
${verbs.map(formatVerb).join('\n')}
  esac
}
if [[ $funcstack[1] == _call-archive ]]; then _call-archive "$@"; fi
`;
}

function formatVerb({ name, options, choices }: DescribedVerb): string {
  const last = choices.length > 0 ? `'1:value:(${choices.join(' ')})'` : `'*: :_default'`;
  return `    ${name}) _arguments -s ${[...options.map(formatOption), last].join(' ')} ;;`;
}

function formatOption({ long, short, description, value }: DescribedOption): string {
  const flags = short ? `'(${short} ${long})'{${short},${long}}` : long;
  return `${flags}'[${escaped(description)}]${formatValue(value)}'`;
}

function formatValue(value: DescribedOption['value']): string {
  if (value === 'none') return '';
  if (value === 'free') return ':value:';
  return value === 'file' ? ':file:_files' : `:value:(${value.join(' ')})`;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\[\]:]/g, (character) => `\\${character}`).replaceAll("'", "'\\''");
}
