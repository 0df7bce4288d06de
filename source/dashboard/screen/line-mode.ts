import type {CommandLine} from '../../command-line/parse.ts';
import {commandFile} from '../../runs/start-run.ts';
import {mayRun, splitWords} from '../commands/command-words.ts';
import {ask, runOnTerminal} from '../programs/run-on-terminal.ts';

/** Chosen by number; other command lines are typed. */
const menu = [
	['status', 'status'],
	['make migrations', 'makemigrations'],
	['migrate', 'migrate'],
	['create a superuser', 'createsuperuser'],
	['start the server', 'runserver --detach'],
	['stop the server', 'stopserver'],
	['show the log', 'log'],
] as const;

/** The dashboard as lines: the status, then a numbered menu, again and again. Every entry is a command. */
export async function runLineMode({directory, readOnly}: CommandLine): Promise<number> {
	const run = (words: string[]) =>
		runOnTerminal(process.execPath, [commandFile(), '--project', directory, ...words]);
	const exitCode = await run(['status']);
	// Without a project there is nothing to choose from.
	if (exitCode !== 0) return exitCode;
	const lines = menu.map(([label], index) => `${index + 1}. ${label}`);
	for (;;) {
		process.stdout.write(`\n${lines.join('\n')}\nq. quit\n`);
		const answer = (await ask('Number or command line: '))?.trim();
		if (answer === undefined || answer === 'q') return 0;
		const [, chosen = answer] = menu[Number(answer) - 1] ?? [];
		const words = splitWords(chosen);
		if (words.length === 0) continue;
		const refusal = readOnly && !mayRun(words);
		if (refusal) process.stdout.write('This session is read-only.\n');
		else await run(words);
	}
}
