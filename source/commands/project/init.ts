import {existsSync} from 'node:fs';
import path from 'node:path';
import {defineCommand} from '../../command-definition/define-command.ts';
import {CommandError, exitCodes} from '../../errors/command-error.ts';
import {refuseSqlServer} from '../../migrations/mikro-orm/unsupported-driver.ts';
import {confirmed} from '../../migrations/questions/consent.ts';
import {verifyMikroOrmVersion} from '../../project/mikro-orm-version.ts';
import {openProject} from '../../project/open/open.ts';
import type {DatabaseSettings} from '../../project/settings/settings.ts';
import {log} from '../../runs/events.ts';
import {writeFileAtomically} from '../../system/atomic-file.ts';

export default defineCommand({
	flags: {noinput: {type: 'boolean', help: 'write the settings without asking'}},

	async *run(values, invocation) {
		const project = await openProject(invocation.directory);
		const file = path.join(project.root, 'settings.ts');
		if (project.kind !== 'mikro-orm') throw hasSettings();
		if (existsSync(file)) throw isForeign(file);
		verifyMikroOrmVersion({root: project.root, kind: 'quarterdeck'});
		refuseSqlServer(project);
		const {folder} = project.migrations;
		const text = settingsText(project.settings.database);
		yield log.info(text.trimEnd());
		yield log.warning(
			`With this settings.ts, the project consists of apps. The migrations in ${path.relative(project.root, folder)} belong to none of them and are no longer shown; the database stays as it is.`,
		);
		const answer = yield* confirmed('write-settings', `Write ${file}?`, values, invocation);
		if (answer === undefined) return exitCodes.answerNeeded;
		if (!answer) {
			yield log.info('Nothing was written.');
			return exitCodes.failed;
		}
		writeFileAtomically(file, text);
		yield log.success(`${file} written`);
		yield log.info(nextSteps);
		return exitCodes.done;
	},
});

const nextSteps = `Next:
  1. Set SECRET_KEY (at least 50 random characters), and DATABASE_PASSWORD if the database needs one, in .env.
  2. Run 'quarterdeck startapp LABEL' and move entities into its entities.ts.
  3. Run 'quarterdeck makemigrations', then 'quarterdeck migrate --fake-initial': the tables that exist are kept.
To go back, delete settings.ts.`;

function hasSettings(): CommandError {
	return new CommandError('The project has settings already.', {
		code: 'already-exists',
		hint: "Run 'quarterdeck startapp LABEL' to add an app to them.",
	});
}

function isForeign(file: string): CommandError {
	return new CommandError(`${file} exists and has nothing to do with Quarterdeck.`, {
		code: 'already-exists',
		hint: 'Rename it: Quarterdeck reads its settings from a file of this name.',
	});
}

/** Without the password, which the config may have in plain text. */
function settingsText({driver, name, host, port, user}: DatabaseSettings): string {
	const address = Object.entries({driver, name, host, port, user})
		.filter(([, value]) => value !== undefined)
		.map(([key, value]) => `${key}: ${typeof value === 'number' ? value : quoted(String(value))}`);
	if (host !== undefined) address.push('password: process.env.DATABASE_PASSWORD');
	return `import {defineSettings} from 'quarterdeck';

export default defineSettings({
	apps: [],
	database: {${address.join(', ')}},
	secretKey: process.env.SECRET_KEY ?? '',
});
`;
}

function quoted(text: string): string {
	return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
