// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are programs as text
/** An application whose helpers outlive it in all the ways that there are, and who of them is alive. */
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {allProcesses, commandLineOf, readStat} from '../../source/system/proc.ts';

/** What an application may start; each is a `sleep` with the project's own number in the end. */
export const helpers: Record<string, string> = {
	child: "spawn('sleep', [seconds])",
	detached: "spawn('sleep', [seconds], {detached: true, stdio: 'ignore'}).unref()",
	'double fork': "spawn('sh', ['-c', `(setsid sleep ${seconds} &) & exit`], {stdio: 'ignore'})",
	'no environment':
		"spawn('/bin/sleep', [seconds], {detached: true, env: {}, stdio: 'ignore'}).unref()",
	'deaf to TERM':
		"spawn('sh', ['-c', `trap '' TERM; sleep ${seconds}; sleep ${seconds}`], {detached: true})",
	'of a thread':
		"new Worker(`require('node:child_process').spawn('sleep', ['${seconds}'], {detached: true})`, {eval: true})",
};

/** Makes the server of a project start them, before it listens. @returns what their arguments have in common */
export function withHelpers(root: string, kinds: string[] = Object.keys(helpers)): string {
	const seconds = `6${Math.floor(Math.random() * 1e8)}.5`;
	const file = path.join(root, 'main.ts');
	writeFileSync(
		path.join(root, 'helpers.ts'),
		`import {spawn} from 'node:child_process';
import {Worker} from 'node:worker_threads';

const seconds = '${seconds}';
${kinds.map(kind => `${helpers[kind]};`).join('\n')}
`,
	);
	const text = readFileSync(file, 'utf8');
	writeFileSync(file, `import './helpers.ts';\n${text}`);
	return seconds;
}

/** The pids of those that are alive. */
export function aliveWith(seconds: string): number[] {
	return allProcesses().filter(pid => {
		const isShown = commandLineOf(pid).some(word => word.includes(seconds));
		return isShown && !/[ZX]/.test(readStat(pid)?.state ?? 'X');
	});
}
