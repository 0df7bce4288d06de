import {existsSync, readFileSync, realpathSync} from 'node:fs';
import path from 'node:path';
import {defineCommand} from '../../command-definition/define-command.ts';
import {CommandError} from '../../errors/command-error.ts';
import {openProject} from '../../project/open/open.ts';
import {type Project, requireSettings} from '../../project/project.ts';
import {registerApp} from '../../project/write/register-app.ts';
import {filesOfSkeleton} from '../../project/write/skeleton.ts';
import {log} from '../../runs/events.ts';
import {writeTogether} from '../../system/atomic-file.ts';

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
		const {root, settingsFile} = project;
		const files = filesOfSkeleton('app', path.join(root, label), {label});
		const settings = registerApp(readFileSync(settingsFile, 'utf8'), `./${label}`);
		// A link to the settings stays one.
		const registered = settings && {path: realpathSync(settingsFile), text: settings};
		writeTogether(registered ? [...files, registered] : files);
		yield log.success(`App ${label} written`);
		yield log.info(files.map(file => `  ${path.relative(root, file.path)}`).join('\n'));
		yield registered
			? log.info(`Registered in ${path.basename(settingsFile)}`)
			: log.warning(
					`The list of apps in ${settingsFile} could not be read. Add './${label}' to it.`,
				);
	},
});

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
