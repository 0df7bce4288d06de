import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';
import {newMigrations} from '../../source/migrations/make/new-migrations.ts';
import {FlagQuestioner} from '../../source/migrations/questions/flag-questioner.ts';
import type {App} from '../../source/project/apps/app-registry.ts';
import {quarterdeckProject} from '../../source/project/open/open.ts';
import {withDefaults} from '../../source/project/settings/settings.ts';
import {packageRoot} from '../support/project.ts';
import {lacksDrivers} from '../support/requires.ts';

const apps: App[] = ['auth', 'sessions'].map(label => {
	const folder = path.join(packageRoot, 'source/contrib', label);
	return {label, name: label, folder, migrationsFolder: path.join(folder, 'migrations'), own: true};
});

const drivers = ['sqlite', 'postgresql', 'mysql', 'mariadb'] as const;
for (const driver of drivers) {
	test(`${driver}: the migrations of the built-in apps make what their entities say`, async t => {
		if (lacksDrivers(t, ...drivers)) return;
		const database = {driver, name: 'nowhere'};
		const settings = withDefaults({apps: [], database, secretKey: 'none'}, packageRoot);
		const project = quarterdeckProject({root: packageRoot, settingsFile: ''}, settings, apps);
		const open = await project.access.openOrm(project);
		const questioner = new FlagQuestioner({renames: new Map(), defaults: new Map()});
		const made = await newMigrations(project, open, {apps, questioner});
		await open.orm.close(true);
		assert.deepEqual(
			made.flatMap(({operations}) => operations.map(({sentence}) => sentence)),
			[],
			'run scripts/builtin-migrations.ts',
		);
		assert.deepEqual(questioner.unanswered, []);
	});
}
