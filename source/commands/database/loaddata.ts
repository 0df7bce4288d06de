import {defineCommand} from '../../command-definition/define-command.ts';
import {rowsIn} from '../../data/format.ts';
import {changeRows, guardFlags} from '../../data/guarded.ts';
import {load} from '../../data/load.ts';
import {exitCodes} from '../../errors/command-error.ts';
import {consentInProduction} from '../../migrations/questions/consent.ts';
import {openProject} from '../../project/open/open.ts';
import {log} from '../../runs/events.ts';

export default defineCommand({
	arguments: {
		files: {
			many: true,
			value: 'FILE',
			help: 'the dumps to load, in this order; - is the standard input',
		},
	},
	flags: {
		noinput: {type: 'boolean', help: 'do not ask; exit with 3 if an answer is needed'},
		...guardFlags,
	},
	journal: true,
	async *run({files, allowProduction, noWait}, invocation) {
		const project = await openProject(invocation.directory);
		let objects = 0;
		const refusal = yield* changeRows(
			project,
			{
				noWait,
				consent: () =>
					consentInProduction(
						project,
						'Rows with the same primary keys are overwritten.',
						{allowProduction},
						invocation,
					),
				async work(open, transaction) {
					for (const file of files) {
						const rows = rowsIn(file, invocation.stdin);
						objects += await load(open, rows, transaction, invocation.signal);
					}
				},
			},
			invocation,
		);
		if (refusal !== undefined) return refusal;
		yield log.info(`Installed ${objects} object(s) from ${files.length} fixture(s)`);
		return exitCodes.done;
	},
});
