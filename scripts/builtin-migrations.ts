/**
 * Writes the first migrations of the built-in apps, and their snapshots, for every database, as
 * `makemigrations --dialect all` does. To be run when their entities have changed before a release;
 * afterwards a change is a second migration.
 */
import {execFileSync} from 'node:child_process';
import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {allDialects} from '../source/migrations/files/dialect-names.ts';
import {
	loopOver,
	loopOverWanted,
	statementsWithout,
} from '../source/migrations/files/migration-source.ts';
import {newMigrations} from '../source/migrations/make/new-migrations.ts';
import {writeMigrations} from '../source/migrations/make/writer.ts';
import {FlagQuestioner} from '../source/migrations/questions/flag-questioner.ts';
import type {App} from '../source/project/apps/app-registry.ts';
import {quarterdeckProject} from '../source/project/open/open.ts';
import {withDefaults} from '../source/project/settings/settings.ts';

const root = path.dirname(import.meta.dirname);
const driver = 'sqlite';

const apps: App[] = ['auth', 'sessions'].map(label => {
	const folder = path.join(root, 'source/contrib', label);
	return {label, name: label, folder, migrationsFolder: path.join(folder, 'migrations'), own: true};
});
for (const {migrationsFolder} of apps) rmSync(migrationsFolder, {recursive: true, force: true});

const database = {driver, name: ':memory:'} as const;
const settings = withDefaults({apps: [], database, secretKey: 'none'}, root);
const project = quarterdeckProject({root, settingsFile: ''}, settings, apps);
const questioner = new FlagQuestioner({renames: new Map(), defaults: new Map()});
const open = await project.access.openOrm(project);
try {
	const made = await newMigrations(project, open, {apps, questioner, dialects: allDialects});
	writeMigrations(made, driver);
} finally {
	await open.orm.close(true);
}
leaveOutReplaced(path.join(root, 'source/contrib/auth/migrations/0001_initial.ts'), 'auth_user');
const folders = apps.map(({migrationsFolder}) => migrationsFolder);
execFileSync('npx', ['biome', 'check', '--write', ...folders], {cwd: root, stdio: 'inherit'});

/** A project with an entity of users of its own (`settings.auth.user`) gets no table of ours. */
function leaveOutReplaced(file: string, table: string): void {
	const source = readFileSync(file, 'utf8')
		.replace(loopOver('up'), loopOverWanted('up'))
		.replace(loopOver('down'), loopOverWanted('down'))
		.replace(
			/\n\}\s*$/,
			`

	/** A project with an entity of users of its own has no table for ours. */
	${statementsWithout(`'${table}'`).replace('(sql)', '(sql: string): boolean')}
}
`,
		);
	writeFileSync(file, source);
}
