import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import type {Command} from '../command-definition/command.ts';
import {CommandError, exitCodes} from '../errors/command-error.ts';
import {openProject} from '../project/open/open.ts';
import {type Project, requireSettings} from '../project/project.ts';
import {registerApp} from '../project/write/register-app.ts';
import {writeSkeleton} from '../project/write/skeleton.ts';
import {writeFileAtomically} from '../system/atomic-file.ts';

const command: Command = {
	usage: 'LABEL',
	maximum: 1,
	journal: true,
	async *run({positionals: [label], directory}) {
		verifyLabel(label);
		const project = await openProject(directory);
		requireSettings(project, 'it has no settings to register an app in');
		verifyIsNew(label, project);
		const files = writeSkeleton('app', path.join(project.root, label), {label});
		yield {type: 'log', level: 'success', text: `App ${label} written`};
		yield {
			type: 'log',
			level: 'info',
			text: files.map(file => `  ${path.join(label, file)}`).join('\n'),
		};
		yield register(label, project)
			? {type: 'log', level: 'info', text: `Registered in ${path.basename(project.settingsFile)}`}
			: {
					type: 'log',
					level: 'warning',
					text: `The list of apps in ${project.settingsFile} could not be read. Add './${label}' to it.`,
				};
	},
};

function register(label: string, {settingsFile}: Project): boolean {
	const settings = registerApp(readFileSync(settingsFile, 'utf8'), `./${label}`);
	if (settings === undefined) return false;
	writeFileAtomically(settingsFile, settings);
	return true;
}

function verifyLabel(label: string | undefined): asserts label is string {
	if (label === undefined) {
		throw new CommandError('You must provide an application name.', {
			code: 'usage',
			exitCode: exitCodes.usage,
			hint: 'For example: quarterdeck startapp books',
		});
	}
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
			? `'${label}' conflicts with the app ${twin.name}, which has this label already.`
			: `${folder} already exists.`,
		{code: 'already-exists', hint: 'Nothing was written. Choose another name.'},
	);
}

export default command;
