import path from 'node:path';
import {defineCommand} from '../../command-definition/define-command.ts';
import {CommandError} from '../../errors/command-error.ts';
import {backfillTable} from '../../migrations/record/backfill-table.ts';
import {notesTable} from '../../migrations/record/notes-table.ts';
import {installedFile, readInstalled} from '../../mikro-orm/version.ts';
import {isMissingFile, unreachable} from '../../project/database/address.ts';
import {importFromProject} from '../../project/import/import-source.ts';
import {openProject} from '../../project/open/open.ts';
import type {Project} from '../../project/project.ts';
import {installCommand} from '../../system/package-manager.ts';

const generator = '@mikro-orm/entity-generator';

export default defineCommand({
	arguments: {
		tables: {many: true, optional: true, value: 'TABLE', help: 'the tables to read (default: all)'},
	},
	async *run({tables}, {directory}) {
		const project = await openProject(directory);
		requireGenerator(project);
		if (isMissingFile(project))
			throw unreachable(project, new Error('the file does not exist yet'));
		const {EntityGenerator} = await importFromProject(generator, project.root);
		const {orm} = await project.access.openOrm(project);
		try {
			const skipTables = [project.migrations.tableName, notesTable, backfillTable];
			const options = {entityDefinition: 'defineEntity', save: false, skipTables};
			const sources: string[] = await new EntityGenerator(orm.em).generate({
				...options,
				...(tables.length > 0 && {takeTables: tables}),
			});
			if (sources.length === 0) throw withoutTables(tables);
			yield {type: 'result', value: {sources}, text: sources.join('\n')};
		} finally {
			await orm.close(true);
		}
	},
});

/** MikroORM's packages only work together at the same version. @throws CommandError `not-installed` */
function requireGenerator({root}: Project): void {
	const importer = path.join(root, 'package.json');
	const versionOf = (name: string) => {
		const file = installedFile(name, importer);
		return file && readInstalled(file).version;
	};
	const [version, installed] = [versionOf('@mikro-orm/core'), versionOf(generator)];
	if (installed !== undefined && installed === version) return;
	const command = installCommand(root, `${generator}@${version}`, true);
	const found = installed === undefined ? 'which is not installed' : `not ${installed}`;
	throw new CommandError(`inspectdb needs ${generator} ${version}, ${found}.`, {
		code: 'not-installed',
		hint: `Run '${command}' in ${root}.`,
		ways: [{id: 'install-packages', command}],
	});
}

function withoutTables(tables: string[]): CommandError {
	const which = tables.length > 0 ? ` named ${tables.join(', ')}` : '';
	return new CommandError(`The database has no table${which}.`, {
		code: 'no-table',
		hint: 'Check the name, with its schema if it is not in the usual one.',
	});
}
