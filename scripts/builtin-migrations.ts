/**
 * Writes the next migrations of the built-in apps, and their snapshots, for every database, as
 * `makemigrations --dialect all` does. To be run when their entities have changed. A migration that a database may
 * have applied is never written again.
 */
import {execFileSync} from 'node:child_process';
import {globSync, readFileSync, writeFileSync} from 'node:fs';
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
for (const file of globSync(path.join(root, 'source/contrib/auth/migrations/*.ts')))
	leaveOutReplaced(file, 'auth_user');
const folders = apps.map(({migrationsFolder}) => migrationsFolder);
execFileSync('npx', ['biome', 'check', '--write', ...folders], {cwd: root, stdio: 'inherit'});

/** A project with an entity of users of its own (`settings.auth.user`) gets no table of ours. */
function leaveOutReplaced(file: string, table: string): void {
	const text = readFileSync(file, 'utf8');
	if (!text.includes(table) || text.includes('#isWanted')) return;
	const source = text
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
