import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {defineCommand} from '../command-definition/define-command.ts';
import {CommandError} from '../errors/command-error.ts';
import {openProject} from '../project/open/open.ts';
import {type Project, requireSettings} from '../project/project.ts';
import {registerApp} from '../project/write/register-app.ts';
import {writeSkeleton} from '../project/write/skeleton.ts';
import {log} from '../runs/events.ts';
import {writeFileAtomically} from '../system/atomic-file.ts';

export default defineCommand({
	arguments: {
		label: {missing: 'You must provide an application name.'},
	},
	journal: true,
	async *run({label}, {directory}) {
		verifyLabel(label);
		const project = await openProject(directory);
		requireSettings(project, 'it has no settings to register an app in');
		verifyIsNew(label, project);
		const files = writeSkeleton('app', path.join(project.root, label), {label});
		yield log.success(`App ${label} written`);
		yield log.info(files.map(file => `  ${path.join(label, file)}`).join('\n'));
		yield register(label, project)
			? log.info(`Registered in ${path.basename(project.settingsFile)}`)
			: log.warning(
					`The list of apps in ${project.settingsFile} could not be read. Add './${label}' to it.`,
				);
	},
});

function register(label: string, {settingsFile}: Project): boolean {
	const settings = registerApp(readFileSync(settingsFile, 'utf8'), `./${label}`);
	if (settings === undefined) return false;
	writeFileAtomically(settingsFile, settings);
	return true;
}

function verifyLabel(label: string): void {
	if (/^[a-z_][a-z0-9_]*$/i.test(label)) return;
	throw new CommandError(
		`'${label}' is not a valid app name. Please make sure the name is a valid identifier.`,
		{code: 'bad-name', hint: 'For example: quarterdeck startapp books'},
	);
}

function verifyIsNew(label: string, {apps, root}: Project): void {
	const twin = apps.find(app => app.label === label);
	const folder = path.join(root, label);
	if (!twin && !existsSync(folder)) return;
	throw new CommandError(
		twin
			? `'${label}' conflicts with the app ${twin.name}, which already has this label.`
			: `${folder} already exists.`,
		{code: 'already-exists', hint: 'Nothing was written. Choose another name.'},
	);
}
