import type {Command} from '../command-definition/command.ts';
import {CommandError, exitCodes} from '../errors/command-error.ts';
import {overMikroOrm} from '../migrations/engine/mikro-orm.ts';
import {previewStep} from '../migrations/engine/preview.ts';
import {findMigration} from '../migrations/graph/plan.ts';
import {loadFullGraph} from '../migrations/graph/state.ts';
import {appOf} from '../project/apps/app-registry.ts';
import {openProject} from '../project/open/open.ts';
import {openOrm} from '../project/open/open-orm.ts';

const command: Command = {
	usage: 'APP NAME [--backwards|--diff]',
	maximum: 2,
	options: {
		backwards: {type: 'boolean', help: 'the SQL that unapplies it'},
		diff: {type: 'boolean', help: 'what was changed in its file since it was applied'},
	},
	async *run({directory, options, paint, positionals: [label, name]}) {
		if (label === undefined || name === undefined) throw missingName();
		const project = await openProject(directory);
		const {label: app} = appOf(project.apps, label);
		const file = findMigration(await loadFullGraph(project), app, name);
		if (options.diff) {
			const {showEdit} = await import('../migrations/edits/show-edit.ts');
			return yield* showEdit(project, file, paint);
		}
		const open = await openOrm(project);
		try {
			const orm = await overMikroOrm(project, open);
			const direction = options.backwards ? 'backwards' : 'forwards';
			const {sql, runsCode, stoppedBy, transactional} = await previewStep(orm, {file, direction});
			const isMysql = orm.driverName === 'mysql' || orm.driverName === 'mariadb';
			if (sql.length === 0 && !runsCode && !stoppedBy) {
				yield {type: 'log', level: 'warning', text: 'No operations found.'};
				return;
			}
			const notes = [
				...(runsCode ? ['-- It runs code, of which this may be only a part.'] : []),
				...(stoppedBy ? [`-- It could not be followed to its end: ${stoppedBy}`] : []),
			];
			const lines = [...notes, ...sql];
			const text = transactional && !isMysql ? ['BEGIN;', ...lines, 'COMMIT;'] : lines;
			const value = {migration: file.id, direction, sql, runsCode, transactional};
			yield {type: 'result', value, text: text.join('\n')};
		} finally {
			await open.orm.close(true);
		}
	},
};

export default command;

function missingName(): CommandError {
	return new CommandError('An app and the name of one of its migrations are needed.', {
		code: 'usage',
		exitCode: exitCodes.usage,
		hint: "Type 'quarterdeck sqlmigrate --help' for usage.",
	});
}
