import {defineCommand} from '../command-definition/define-command.ts';
import {overMikroOrm} from '../migrations/engine/mikro-orm.ts';
import {previewStep} from '../migrations/engine/preview.ts';
import {refuseBroken} from '../migrations/graph/graph.ts';
import {findMigration} from '../migrations/graph/plan.ts';
import {loadFullGraph} from '../migrations/graph/state.ts';
import {appOf} from '../project/apps/app-registry.ts';
import {openProject} from '../project/open/open.ts';
import {log} from '../runs/events.ts';

export default defineCommand({
	arguments: {
		app: {},
		name: {help: 'the migration, by name or number'},
	},
	flags: {
		backwards: {type: 'boolean', help: 'print the SQL that unapplies it'},
		diff: {type: 'boolean', help: 'show what changed in its file since it was applied'},
	},
	async *run({app, name, backwards, diff}, {directory, paint}) {
		const project = await openProject(directory);
		const {label} = appOf(project.apps, app);
		const file = findMigration(await loadFullGraph(project), label, name);
		if (diff) {
			const {showEdit} = await import('../migrations/edits/show-edit.ts');
			return yield* showEdit(project, file, paint);
		}
		refuseBroken([file]);
		const open = await project.access.openOrm(project);
		try {
			const orm = await overMikroOrm(project, open);
			const direction = backwards ? 'backwards' : 'forwards';
			const {sql, runsCode, stoppedBy, transactional} = await previewStep(orm, {file, direction});
			const isMysql = orm.driverName === 'mysql' || orm.driverName === 'mariadb';
			if (sql.length === 0 && !runsCode && !stoppedBy) {
				yield log.warning('No operations found.');
				return;
			}
			const notes = [
				...(runsCode ? ['-- It runs code, so this may be only a part.'] : []),
				...(stoppedBy ? [`-- The rest is unknown, because it failed here: ${stoppedBy}`] : []),
			];
			const lines = [...notes, ...sql];
			const text = transactional && !isMysql ? ['BEGIN;', ...lines, 'COMMIT;'] : lines;
			const value = {migration: file.id, direction, sql, runsCode, transactional};
			yield {type: 'result', value, text: text.join('\n')};
		} finally {
			await open.orm.close(true);
		}
	},
});
