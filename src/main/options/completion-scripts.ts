/** Source it, or write it to a file in /etc/bash_completion.d. */
export function bashScript(program: string): string {
  const identifier = functionName(program);
  return `${identifier}() {
  local -a words=()
  local index word previous=""
  # Bash splits words at = and :, which belong to flags and values here.
  for ((index = 1; index <= COMP_CWORD; index++)); do
    word=\${COMP_WORDS[index]}
    if ((\${#words[@]} > 0)) && { [[ $word == [=:]* || $previous == *[=:] ]]; }; then
      words[\${#words[@]}-1]+=$word
    else
      words+=("$word")
    fi
    previous=$word
  done
  mapfile -t COMPREPLY < <("\${COMP_WORDS[0]}" --completion-bash "\${words[@]}" 2>/dev/null)
  # Where = does not split words, the whole word is replaced and not only the value.
  word=\${words[\${#words[@]}-1]}
  if [[ $word == --*=* && $COMP_WORDBREAKS != *=* ]]; then
    COMPREPLY=("\${COMPREPLY[@]/#/\${word%%=*}=}")
  fi
}
complete -o bashdefault -o default -F ${identifier} ${quoted(program)}
`;
}

/** Source it, or write it to a file _NAME in a directory of $fpath. */
export function zshScript(program: string): string {
  const identifier = functionName(program);
  return `#compdef ${program}
${identifier}() {
  local -a candidates
  candidates=("\${(@f)$("\${words[1]}" --completion-bash "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -z "\${candidates[1]}" ]]; then
    [[ \${words[CURRENT]} == --*=* ]] && compset -P '*='
    _files
    return
  fi
  [[ \${words[CURRENT]} == --*=* ]] && compset -P '*='
  compadd -- "\${candidates[@]}"
}
if [[ "\${funcstack[1]}" == "_${program}" ]]; then
  ${identifier} "$@"
else
  compdef ${identifier} ${quoted(program)}
fi
`;
}

function functionName(program: string): string {
  return `_${program.replaceAll(/\W/g, "_")}_complete`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
