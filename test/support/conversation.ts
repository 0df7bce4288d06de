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

/** What asks: all that it has shown, a way to type, and its exit code once it has ended. */
interface Asking {
	text(): string;
	type(keys: string): void;
	ended: Promise<number>;
}

export function talk({text, type, ended}: Asking): Conversation {
	let failure: unknown;
	ended.catch(error => {
		failure = error;
	});
	let read = 0;
	const press = async (question: string, keys: string) => {
		read = await until(JSON.stringify(question), () => {
			if (failure) throw failure;
			const index = text().indexOf(question, read);
			return index < 0 ? undefined : index + question.length;
		});
		type(keys);
	};
	return {
		text: () => text().replaceAll('\r\n', '\n'),
		press,
		answer: (question, answer) => press(question, `${answer}\r`),
		end: () => ended,
	};
}

/** The built `quarterdeck` in a real terminal, for what is about its process. */
export function converseWithProcess(
	test: Pick<TestContext, 'after'>,
	cwd: string,
	words: string[],
): Conversation {
	const {raw, press, kill, exited} = openTerminal([process.execPath, cliFile, ...words], {
		cwd,
		env: {NO_COLOR: '1'},
	});
	let hasEnded = false;
	const ended = exited.then(({exitCode}) => {
		hasEnded = true;
		return exitCode;
	});
	test.after(() => {
		if (!hasEnded) kill('SIGKILL');
	});
	return talk({text: raw, type: press, ended});
}
