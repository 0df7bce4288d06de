import {statSync} from 'node:fs';
import {registerHooks} from 'node:module';
import {PassThrough, Readable} from 'node:stream';
import type {TestContext} from 'node:test';
import {fileURLToPath} from 'node:url';
import {parseCommandLine} from '../../source/command-line/parse.ts';
import {runCommandLine} from '../../source/command-line/run.ts';
import type {Streams} from '../../source/terminal/output.ts';
import type {Outcome} from './command.ts';
import {type Conversation, talk} from './conversation.ts';
import {setVariable} from './environment.ts';
import {Written} from './written.ts';

/**
 * A command line in this process, where nobody can answer. It takes a tenth of the time of a process,
 * and leaves out what is about one: signals and exits.
 */
export async function commandLine(root: string, words: string[], stdin = ''): Promise<Outcome> {
	const [stdout, stderr] = [new Written(), new Written()];
	const code = await runHere(root, words, {stdin: Readable.from([stdin]), stdout, stderr});
	return {code, stdout: stdout.text, stderr: stderr.text};
}

/** A command line in this process that asks in a terminal without colours. */
export function converse(
	test: Pick<TestContext, 'after'>,
	root: string,
	words: string[],
): Conversation {
	setVariable(test, 'NO_COLOR', '1');
	const stdin = Object.assign(new PassThrough(), {isTTY: true, setRawMode() {}});
	const screen = Object.assign(new Written(), {isTTY: true, columns: 120});
	const ended = runHere(root, words, {stdin, stdout: screen, stderr: screen});
	return talk({text: () => screen.text, type: keys => stdin.write(keys), ended});
}

function runHere(root: string, words: string[], streams: object): Promise<number> {
	readChangedSources();
	return runCommandLine(parseCommandLine(['--project', root, ...words]), streams as Streams);
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
