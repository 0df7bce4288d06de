import {createInterface, type Key as ReadlineKey} from 'node:readline';
import {StringDecoder} from 'node:string_decoder';
import type {ReadStream} from 'node:tty';
import {CommandError, exitCodes} from '../errors/command-error.ts';
import {withoutLast} from './keys/graphemes.ts';
import type {Key} from './keys/key.ts';
import {KeyDecoder} from './keys/key-decoder.ts';
import type {Prompt} from './prompt.ts';
import {stopWholeJob} from './whole-job.ts';

/** Prompts on a real terminal. The terminal's mode is always restored. */
export function terminalPrompt(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Prompt {
	const text = (question: string) => readLine(input, output, question);
	return {
		text,
		secret: question => readSecret(input, output, question),
		confirm: (question, fallback = false) => confirm(text, question, fallback),
		choose(question, choices) {
			const list = choices.map((choice, index) => ` ${index + 1}) ${choice}`);
			output.write(`${[question, ...list].join('\n')}\n`);
			return choose(text, choices.length);
		},
	};
}

function readLine(
	input: NodeJS.ReadStream,
	output: NodeJS.WriteStream,
	question: string,
): Promise<string> {
	const lines = createInterface({input, output});
	stopWholeJob(lines);
	return new Promise<string>((answer, refuse) => {
		const end = (finish: () => void) => {
			// Removes only this listener; readline's own `close` would leave the keyboard bound.
			lines.off('close', cancel).close();
			finish();
		};
		const cancel = () =>
			end(() => {
				output.write('\n');
				refuse(interrupted());
			});
		lines.once('SIGINT', cancel).once('close', cancel);
		lines.question(question, line => {
			end(() => keepTypedAhead(input));
			answer(line);
		});
	});
}

async function readSecret(
	input: NodeJS.ReadStream,
	output: NodeJS.WriteStream,
	question: string,
): Promise<string> {
	// Raw mode comes first, so that nothing typed early is echoed.
	const typed = readUnseen(input);
	output.write(question);
	try {
		return await typed;
	} finally {
		output.write('\n');
	}
}

type Ask = (question: string) => Promise<string>;

async function confirm(ask: Ask, question: string, fallback: boolean): Promise<boolean> {
	let answer = (await ask(question)).trim().toLowerCase();
	while (!/^(y|yes|n|no|)$/.test(answer)) {
		answer = (await ask('Please answer yes or no: ')).trim().toLowerCase();
	}
	return answer === '' ? fallback : answer.startsWith('y');
}

/** @returns the index of the choice, from 0 */
async function choose(ask: Ask, count: number): Promise<number> {
	for (let question = 'Select an option: '; ; question = 'Please select a valid option: ') {
		const number = Number((await ask(question)).trim());
		if (Number.isInteger(number) && number >= 1 && number <= count) return number - 1;
	}
}

/** Input after Enter in the same read, such as a paste, belongs to the next question. */
function keepTypedAhead(input: NodeJS.ReadStream): void {
	let rest = '';
	const take = (_: unknown, {sequence = ''}: ReadlineKey) => {
		rest += sequence;
	};
	input.on('keypress', take);
	queueMicrotask(() => {
		input.off('keypress', take);
		putBack(input, rest);
	});
}

/** @param rest input after a `\r`; a leading `\n` belongs to it */
function putBack(input: NodeJS.ReadStream, rest: string): void {
	const ahead = rest.replace(/^\n/, '');
	if (ahead !== '') input.unshift(ahead);
}

/** Reads a line in raw mode, without echo. Supports Backspace and ^U; ^C and ^D cancel. */
function readUnseen(input: NodeJS.ReadStream): Promise<string> {
	const terminal = input as ReadStream;
	const wasRaw = terminal.isRaw ?? false;
	const text = new StringDecoder('utf8');
	const decoder = new KeyDecoder();
	let typed = '';
	return new Promise<string>((answer, refuse) => {
		const end = (finish: () => void) => {
			terminal.off('data', take).off('end', cancel);
			terminal.setRawMode?.(wasRaw);
			terminal.pause();
			finish();
		};
		const cancel = () => end(() => refuse(interrupted()));
		const take = (chunk: Buffer | string) => {
			const keys = decoder.feed(typeof chunk === 'string' ? chunk : text.write(chunk));
			for (const [index, key] of keys.entries()) {
				if (key.name === 'Enter') {
					end(() => putBack(input, textOf(keys.slice(index + 1))));
					return answer(typed);
				}
				if (key.name === '^C' || key.name === '^D') return cancel();
				if (key.name === 'Backspace') typed = withoutLast(typed);
				else if (key.name === '^U') typed = '';
				else if (key.name === key.text) typed += key.text;
			}
		};
		terminal.setRawMode?.(true);
		terminal.on('data', take).on('end', cancel);
		terminal.resume();
	});
}

const textOf = (keys: Key[]) => keys.map(({text}) => text).join('');

function interrupted(): CommandError {
	return new CommandError('Operation cancelled.', {
		code: 'interrupted',
		exitCode: exitCodes.interrupted,
	});
}
