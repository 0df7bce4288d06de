import {defineCommand} from '../../command-definition/define-command.ts';

/** At each Tab they pass the words, the last of which is unfinished, and get a candidate a line. */
const scripts = {
	bash: `_quarterdeck() {
	local IFS=$'\\n'
	COMPREPLY=($(compgen -W "$("$1" __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null | cut -f1)" -- "$2"))
}
complete -o default -F _quarterdeck quarterdeck qd`,
	zsh: `#compdef quarterdeck qd
_quarterdeck() {
	local -a candidates
	candidates=("\${(@f)$("\${words[1]}" __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null | sed -e 's/:/\\\\:/g' -e 's/\\t/:/')}")
	if [[ -n "\${candidates[1]}" ]]; then _describe quarterdeck candidates; else _files; fi
}
compdef _quarterdeck quarterdeck qd`,
	fish: `function __quarterdeck_complete
	set -l words (commandline -opc) (commandline -ct)
	$words[1] __complete -- $words[2..] 2>/dev/null
end
complete -c quarterdeck -c qd -a '(__quarterdeck_complete)'`,
};

export default defineCommand({
	arguments: {shell: {choices: ['bash', 'zsh', 'fish'], help: 'the shell to write it for'}},
	withoutProject: true,

	async *run({shell}) {
		yield {type: 'result', value: {script: scripts[shell]}, text: scripts[shell]};
	},
});
