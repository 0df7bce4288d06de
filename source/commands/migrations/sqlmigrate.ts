import {defineCommand} from '../../command-definition/define-command.ts';
import {usage} from '../../command-definition/values.ts';
import {previewOf} from '../../migrations/files/preview.ts';
import {refuseBroken} from '../../migrations/graph/graph.ts';
import {findMigration} from '../../migrations/graph/plan.ts';
import {loadFullGraph} from '../../migrations/graph/state.ts';
import {targetOf} from '../../migrations/graph/target.ts';
import {dialectOf, isMysqlFamily} from '../../project/database/dialect.ts';
import {openProject} from '../../project/open/open.ts';
import {log} from '../../runs/events.ts';

export default defineCommand({
	arguments: {
		app: {optional: true, help: 'its app; not needed if it is the only one'},
		name: {help: 'the migration, by name or number'},
	},
	flags: {
		backwards: {type: 'boolean', help: 'print the SQL that unapplies it'},
		diff: {type: 'boolean', help: 'show what changed in its file since it was applied'},
	},
	async *run({app, name, backwards, diff}, {directory, paint}) {
		const project = await openProject(directory);
		const target = await targetOf(project, app ?? name, app && name);
		if (target.name === undefined) throw usage('sqlmigrate', 'NAME is missing.');
		const file = findMigration(await loadFullGraph(project), target.app, target.name);
		if (diff) {
			const {showEdit} = await import('../../migrations/edits/show-edit.ts');
			return yield* showEdit(project, file, paint);
		}
		refuseBroken([file]);
		const dialect = dialectOf(project);
		const direction = backwards ? 'backwards' : 'forwards';
		const {sql, source, stoppedBy, transactional} = previewOf(file, direction, dialect);
		const runsCode = source !== undefined;
		if (sql.length === 0 && !runsCode && !stoppedBy) {
			yield log.warning('No operations found.');
			return;
		}
		if (runsCode) {
			yield log.warning(`${file.id} runs code, cannot be previewed (DL017). This is its source.`);
		}
		const lines = [
			...sql,
			...(stoppedBy ? [`-- Then it throws an error: ${stoppedBy}`] : []),
			...(source
				?.trimEnd()
				.split(/\r?\n/)
				.map(line => `-- ${line}`.trimEnd()) ?? []),
		];
		const isWrapped = !runsCode && transactional && !isMysqlFamily(dialect);
		const text = isWrapped ? ['BEGIN;', ...lines, 'COMMIT;'] : lines;
		const value = {
			...{migration: file.id, direction, sql, runsCode, transactional},
			...(runsCode && {source}),
			...(stoppedBy && {stoppedBy}),
			dependencies: file.dependencies,
		};
		yield {type: 'result', value, text: text.join('\n')};
	},
});
