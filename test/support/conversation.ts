import type {TestContext} from 'node:test';
import {cliFile} from './project.ts';
import {openTerminal} from './terminal.ts';
import {until} from './wait.ts';

export interface Conversation {
	/** All that was shown, without colours. */
	text(): string;
	/** Waits for a question, after what was answered already, and types an answer with Enter. */
	answer(question: string, answer: string): Promise<void>;
	/** Waits for a question, and presses keys. */
	press(question: string, keys: string): Promise<void>;
	/** @returns the exit code */
	end(): Promise<number>;
}

/** The built `quarterdeck` in a real terminal, asking. */
export function converse(
	test: Pick<TestContext, 'after'>,
	cwd: string,
	words: string[],
): Conversation {
	const terminal = openTerminal([process.execPath, cliFile, ...words], {
		cwd,
		env: {NO_COLOR: '1'},
	});
	let ended = false;
	terminal.exited.then(() => {
		ended = true;
	});
	test.after(() => {
		if (!ended) terminal.kill('SIGKILL');
	});
	let read = 0;
	const press = async (question: string, keys: string) => {
		read = await until(JSON.stringify(question), () => {
			const index = terminal.raw().indexOf(question, read);
			return index < 0 ? undefined : index + question.length;
		});
		terminal.press(keys);
	};
	return {
		text: () => terminal.raw().replaceAll('\r\n', '\n'),
		press,
		answer: (question, answer) => press(question, `${answer}\r`),
		end: async () => (await terminal.exited).exitCode,
	};
}
