import {statSync} from 'node:fs';
import {registerHooks} from 'node:module';
import {fileURLToPath} from 'node:url';
import {findCommand} from '../../source/command-line/find.ts';
import {parseCommandLine, verifyCommandLine} from '../../source/command-line/parse.ts';
import {readWords} from '../../source/command-line/read-words.ts';
import {invocationOf} from '../../source/command-line/run.ts';
import {isCommandError} from '../../source/errors/command-error.ts';
import {plain} from '../../source/terminal/colours.ts';
import {jsonPrinter, textPrinter} from '../../source/terminal/output.ts';
import type {Outcome} from './command.ts';

/**
 * A command line in this process, printed as in a terminal where nobody can answer. It takes a tenth
 * of the time that a process takes, and leaves out what is about one: journals, signals, exits.
 */
export async function commandLine(root: string, words: string[]): Promise<Outcome> {
	readChangedSources();
	const outcome = {code: 0, stdout: '', stderr: ''};
	const streams = {
		out: (text: string) => {
			outcome.stdout += text;
		},
		error: (text: string) => {
			outcome.stderr += text;
		},
	};
	const line = parseCommandLine(['--project', root, ...words]);
	const print = line.json ? jsonPrinter(streams) : textPrinter(streams, plain);
	try {
		verifyCommandLine(line);
		const {name, signature, run} = await findCommand(line.command!, root);
		const {signal} = new AbortController();
		const values = readWords(name, signature, line.words);
		const running = run(values, {...invocationOf(line, values), paint: plain, signal});
		for (;;) {
			const {done, value} = await running.next();
			if (done) return {...outcome, code: value ?? 0};
			print(value);
		}
	} catch (error) {
		if (!isCommandError(error)) throw error;
		const {code, message, hint, file} = error;
		print({type: 'error', code, message, hint, file, line: error.line});
		return {...outcome, code: error.exitCode};
	}
}

let readsChangedSources = false;

/** From now on a project's file that was changed is another module than it was before. */
function readChangedSources(): void {
	if (readsChangedSources) return;
	readsChangedSources = true;
	registerHooks({
		resolve(specifier, context, next) {
			const resolved = next(specifier, context);
			if (!/^file:.*\/quarterdeck-[^/]+\/(?!.*\/node_modules\/)[^?]+$/.test(resolved.url)) {
				return resolved;
			}
			const {mtimeNs, size} = statSync(fileURLToPath(resolved.url), {bigint: true});
			return {...resolved, url: `${resolved.url}?state=${mtimeNs}.${size}`};
		},
	});
}
