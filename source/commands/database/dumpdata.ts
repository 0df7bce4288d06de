import path from 'node:path';
import {defineCommand} from '../../command-definition/define-command.ts';
import {dump} from '../../data/dump.ts';
import type {Line} from '../../data/format.ts';
import {openData} from '../../data/tables.ts';
import {CommandError, exitCodes} from '../../errors/command-error.ts';
import {appOf} from '../../project/apps/app-registry.ts';
import {openProject} from '../../project/open/open.ts';
import {writePiecesAtomically} from '../../system/atomic-file.ts';
import {plural} from '../../words/plural.ts';

export default defineCommand({
	arguments: {
		labels: {many: true, optional: true, value: 'APP', help: 'the apps to dump (default: all)'},
	},
	flags: {
		exclude: {
			type: 'string',
			many: true,
			value: 'APP',
			help: 'leave this app out; repeat for more',
		},
		output: {
			type: 'string',
			short: 'o',
			value: 'FILE',
			help: 'write to a file that only you can read; replaces one that is there',
		},
	},
	async *run({labels, exclude, output}, {directory, signal}) {
		const project = await openProject(directory);
		const [wanted, left] = [labels, exclude].map(all =>
			all.map(one => appOf(project.apps, one).label),
		);
		const open = await openData(project);
		try {
			const tables = open.tables.filter(
				({app}) => (wanted!.length === 0 || wanted!.includes(app)) && !left!.includes(app),
			);
			const lines = dump(open, tables, signal);
			if (output === undefined) {
				for await (const value of lines) yield {type: 'result', value, text: JSON.stringify(value)};
				return signal.aborted ? exitCodes.interrupted : exitCodes.done;
			}
			const file = path.resolve(output);
			const count = await writePiecesAtomically(file, textOf(lines, signal), 0o600);
			const objects = count - 2;
			yield {
				type: 'result',
				value: {file, objects},
				text: `Dumped ${plural(objects, 'object')} to ${output}.`,
			};
			return exitCodes.done;
		} finally {
			await open.close();
		}
	},
});

/** @throws when it was interrupted, so that the file stays as it was */
async function* textOf(lines: AsyncIterable<Line>, signal: AbortSignal): AsyncGenerator<string> {
	let piece = '';
	for await (const line of lines) {
		piece += `${JSON.stringify(line)}\n`;
		if (piece.length < 100_000) continue;
		yield piece;
		piece = '';
	}
	if (signal.aborted) {
		const exitCode = exitCodes.interrupted;
		throw new CommandError('Interrupted.', {code: 'interrupted', exitCode});
	}
	yield piece;
}
