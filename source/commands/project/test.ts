import {spawn} from 'node:child_process';
import {existsSync, globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {PassThrough} from 'node:stream';
import {defineCommand} from '../../command-definition/define-command.ts';
import {exitCodes} from '../../errors/command-error.ts';
import {resolveFromProject} from '../../project/import/import-source.ts';
import {findProject} from '../../project/settings/find.ts';
import {log} from '../../runs/events.ts';

export default defineCommand({
	arguments: {
		files: {
			many: true,
			optional: true,
			value: 'FILE',
			help: 'default: all *.test.ts and *.test.js',
		},
	},
	async *run({files = []}, {directory, signal}) {
		const {root} = findProject(directory);
		const tests = files.length > 0 ? files.map(file => path.resolve(file)) : testsIn(root);
		if (tests.length === 0) {
			yield log.info('No tests found.');
			return;
		}
		const {NODE_TEST_CONTEXT: _, ...environment} = process.env;
		const child = spawn(process.execPath, [...runnerOf(root), ...tests], {
			cwd: root,
			env: {
				...environment,
				NODE_ENV: 'test',
				...(process.stdout.isTTY && !process.env.NO_COLOR && {FORCE_COLOR: '1'}),
			},
			stdio: ['ignore', 'pipe', 'pipe'],
			signal,
			killSignal: 'SIGINT',
		});
		const ended = new Promise<number>(resolve => {
			child.once('error', () => resolve(exitCodes.interrupted));
			child.once('close', code => resolve(code === 0 ? exitCodes.done : exitCodes.failed));
		});
		const output = new PassThrough();
		child.stdout.pipe(output, {end: false});
		child.stderr.pipe(output, {end: false});
		child.once('close', () => output.end());
		for await (const line of createInterface({input: output})) yield log.info(line);
		return (await ended) as 0 | 1 | 130;
	},
});

/** Also those of apps in other folders than the usual ones, but not those of packages. */
function testsIn(root: string): string[] {
	const exclude = (name: string) => name === 'node_modules' || name === 'dist';
	return globSync('**/*.test.{ts,mts,js,mjs}', {cwd: root, exclude})
		.toSorted()
		.map(file => path.join(root, file));
}

/** The words for Node: those of Vitest where the project's package.json names it. */
function runnerOf(root: string): string[] {
	const file = path.join(root, 'package.json');
	const {dependencies, devDependencies} = existsSync(file)
		? JSON.parse(readFileSync(file, 'utf8'))
		: {};
	if (!{...dependencies, ...devDependencies}.vitest) return ['--test'];
	const folder = path.dirname(resolveFromProject('vitest/package.json', root));
	return [path.join(folder, 'vitest.mjs'), 'run'];
}
