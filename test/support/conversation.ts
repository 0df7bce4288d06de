import type {TestContext} from 'node:test';
import {spawn} from '@lydell/node-pty';
import {cliFile} from './project.ts';
import {until} from './wait.ts';

export interface Conversation {
	/** All that the terminal was sent. */
	text(): string;
	/** Waits for a question (after what was read already), and types an answer with Enter. */
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
	const {CI, NO_COLOR, FORCE_COLOR, NODE_TEST_CONTEXT, ...environment} = process.env;
	const terminal = spawn(process.execPath, [cliFile, ...words], {
		cwd,
		cols: 120,
		rows: 40,
		env: {...environment, TERM: 'xterm-256color', NO_COLOR: '1'},
	});
	let text = '';
	let read = 0;
	let exitCode: number | undefined;
	terminal.onData(data => {
		text += data;
	});
	terminal.onExit(exit => {
		exitCode = exit.exitCode;
	});
	test.after(() => {
		if (exitCode === undefined) terminal.kill('SIGKILL');
	});
	const press = async (question: string, keys: string) => {
		const at = await until(`${JSON.stringify(question)} in ${text}`, () => {
			const index = text.indexOf(question, read);
			return index < 0 ? undefined : index + question.length;
		});
		read = at;
		terminal.write(keys);
	};
	return {
		text: () => text.replaceAll('\r\n', '\n'),
		press,
		answer: (question, answer) => press(question, `${answer}\r`),
		end: () => until('the command ends', () => exitCode),
	};
}
