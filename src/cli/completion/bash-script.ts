/** Completion for bash. */
import type { DescribedOption, DescribedVerb } from './describe-program.ts';

export function bashScript(verbs: readonly DescribedVerb[]): string {
  const names = verbs.map(({ name }) => name);
  return `# bash completion for call-archive; load it with: source <(call-archive completion bash)
_call_archive() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} verb= words= i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      ${names.join('|')}) verb=\${COMP_WORDS[i]}; break ;;
    esac
  done
  case $verb:$prev in
${verbs.flatMap(({ name, options }) => options.flatMap((option) => valueCase(name, option))).join('\n')}
  esac
  case $verb in
    '') words='${names.join(' ')} --help --version' ;;
${verbs.map(verbCase).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -o default -F _call_archive call-archive
`;
}

function verbCase({ name, options, choices }: DescribedVerb): string {
  return `    ${name}) words='${[...choices, ...options.flatMap(flagsOf)].join(' ')}' ;;`;
}

function valueCase(verb: string, option: DescribedOption): string[] {
  if (option.value === 'none') return [];
  const pattern = flagsOf(option)
    .map((flag) => `${verb}:${flag}`)
    .join('|');
  if (option.value === 'free') return [`    ${pattern}) return ;;`];
  const from = option.value === 'file' ? '-f' : `-W '${option.value.join(' ')}'`;
  return [`    ${pattern}) COMPREPLY=($(compgen ${from} -- "$cur")); return ;;`];
}

function flagsOf({ short, long }: DescribedOption): string[] {
  return short ? [short, long] : [long];
}
