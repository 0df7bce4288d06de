import type {CommandLine} from '../../command-line/parse.ts';
import {commandFile} from '../../runs/start-run.ts';
import {hasOpenQuote, mayRun, splitWords} from '../commands/command-words.ts';
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

/** The dashboard as lines: the status, a numbered menu, then one command after the other. */
export async function runLineMode({directory, readOnly}: CommandLine): Promise<number> {
	const run = (words: string[]) =>
		runOnTerminal(process.execPath, [commandFile(), '--project', directory, ...words]);
	const exitCode = await run(['status']);
	// Without a project there is nothing to choose from.
	if (exitCode !== 0) return exitCode;
	const lines = menu.map(([label], index) => `${index + 1}. ${label}`);
	const showMenu = () => process.stdout.write(`\n${lines.join('\n')}\nq. quit\n`);
	showMenu();
	for (;;) {
		const answer = (await ask('Number or command line, ? for the menu: '))?.trim();
		if (answer === undefined || answer === 'q') return 0;
		const [, chosen = answer] = menu[Number(answer) - 1] ?? [];
		const words = splitWords(chosen);
		const refusal = whyNot(chosen, readOnly && !mayRun(words));
		if (answer === '?') showMenu();
		else if (refusal) process.stdout.write(`${refusal}\n`);
		else if (words.length > 0) await run(words);
	}
}

function whyNot(line: string, isRefused: boolean | undefined): string | undefined {
	if (/^\d+$/.test(line)) return `Choose a number from 1 to ${menu.length}, or type a command.`;
	if (hasOpenQuote(line)) return 'A quote is not closed.';
	return isRefused && line !== '' ? 'This session is read-only.' : undefined;
}
