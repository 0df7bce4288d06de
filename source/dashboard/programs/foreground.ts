import {commandFile} from '../../runs/start-run.ts';
import {isShell} from '../commands/command-words.ts';
import type {Session} from '../state/session.ts';
import {ask, runChosen, runOnTerminal} from './run-on-terminal.ts';

/** Gives the terminal to a Quarterdeck command. @param words without `quarterdeck` */
export function runInForeground(session: Session, words: string[]): void {
	const {root} = session;
	handOver(session, async () => {
		const all = [commandFile(), '--project', root, ...words];
		const exitCode = await runOnTerminal(process.execPath, all, root);
		// The operator reads the output before the dashboard comes back.
		if (exitCode !== 0 || !isShell(words)) await ask('Press Enter to return to the dashboard.');
	});
}

export function pageFile(session: Session, file: string): void {
	// Colours stay, and a log is read from its end.
	const forLess = ['-R', ...(file.endsWith('.log') ? ['+G'] : [])];
	const wordsFor = (name: string) => [...(name === 'less' ? forLess : []), file];
	handOver(session, () => runChosen(process.env.PAGER || 'less', wordsFor, session.root));
}

/** @param text with its own lines, sanitised */
export function pageText(session: Session, text: string): void {
	handOver(session, () => runChosen(process.env.PAGER || 'less', () => [], session.root, text));
}

export function editFile(session: Session, file: string, line?: number): void {
	showFailure(session, session.terminal.edit(file, line));
}

function handOver(session: Session, work: () => Promise<void>): void {
	showFailure(session, session.terminal.handOver(work));
}

function showFailure(session: Session, work: Promise<void>): void {
	work.catch((error: Error) => session.toast('error', error.message));
}
