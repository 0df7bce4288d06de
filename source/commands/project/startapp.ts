import {existsSync, readFileSync, realpathSync} from 'node:fs';
import path from 'node:path';
import {defineCommand} from '../../command-definition/define-command.ts';
import {CommandError} from '../../errors/command-error.ts';
import {openProject} from '../../project/open/open.ts';
import {type Project, requireSettings} from '../../project/project.ts';
import {entityName} from '../../project/write/entity-name.ts';
import {includeUrls} from '../../project/write/include-urls.ts';
import {registerApp} from '../../project/write/register-app.ts';
import {filesOfSkeleton} from '../../project/write/skeleton.ts';
import {log} from '../../runs/events.ts';
import {type NewFile, writeTogether} from '../../system/atomic-file.ts';

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
		const {root, settings, settingsFile} = project;
		const entity = entityName(label, project);
		const values = {
			name: settings.name,
			label,
			entity,
			table: `${label}_${entity}`.toLowerCase(),
		};
		const files = filesOfSkeleton('app', path.join(root, label), values);
		// The page around the app's own, where the project has none.
		if (!templateFolders(project).some(folder => existsSync(path.join(folder, 'base.html'))))
			files.push(
				...filesOfSkeleton('project', path.join(root, label), values, 'templates/base.html'),
			);
		const registered = changed(settingsFile, text => registerApp(text, `./${label}`));
		const route = `path('/${label}/', include('./${label}/urls.ts'))`;
		const urlsFile = path.resolve(root, settings.urls);
		const included = changed(urlsFile, text => includeUrls(text, route));
		writeTogether([...files, ...registered, ...included]);
		yield log.success(`App ${label} written`);
		yield log.info(files.map(file => `  ${path.relative(root, file.path)}`).join('\n'));
		yield registered.length > 0
			? log.info(`Registered in ${path.basename(settingsFile)}`)
			: log.warning(
					`The list of apps in ${settingsFile} could not be read. Add './${label}' to it.`,
				);
		yield included.length > 0
			? log.info(`URLs included in ${path.relative(root, urlsFile)}`)
			: log.warning(`The routes in ${urlsFile} could not be read. Add ${route} to them.`);
		yield log.info(`Next: npx quarterdeck makemigrations && npx quarterdeck migrate`);
	},
});

function templateFolders({apps, root, settings}: Project): string[] {
	return [
		...settings.templates.map(folder => path.resolve(root, folder)),
		...apps.map(app => path.join(app.folder, 'templates')),
	];
}

/** A file with new text; none if it is missing or the text cannot be changed. A link to it stays one. */
function changed(file: string, change: (text: string) => string | undefined): NewFile[] {
	if (!existsSync(file)) return [];
	const text = change(readFileSync(file, 'utf8'));
	return text === undefined ? [] : [{path: realpathSync(file), text}];
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
