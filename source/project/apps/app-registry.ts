import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';
import {
	CommandError,
	exitCodes,
	isCommandError,
	type ReportProblem,
	throwProblem,
} from '../../errors/command-error.ts';
import {didYouMean} from '../../words/closest.ts';
import {importSource} from '../import/import-source.ts';
import type {CompleteSettings} from '../settings/settings.ts';
import {replacedTable} from './user-entity.ts';

/** The options in `app.ts`, all with defaults. */
export interface AppDefinition {
	/** Unique among the apps. Default: the last part of the folder's or package's name. */
	label?: string;
	/** The folder of its migrations, relative to the app. */
	migrations?: string;
}

export interface App {
	label: string;
	/** As in the settings: `./accounts`, `quarterdeck/auth`. */
	name: string;
	/** Absolute path. */
	folder: string;
	/** Absolute path of a folder that may not exist yet. */
	migrationsFolder: string;
	/** True for an app in the project's own folder, whose migrations can be written. */
	own: boolean;
	/** The table that its migrations do not make here, because the project has an entity in its place. */
	replacedTable?: string;
}

/** Marks the default export of `app.ts` and returns it unchanged. */
export function defineApp(app: AppDefinition): AppDefinition {
	return app;
}

/**
 * The apps of the settings, in order.
 * @param report gets `unknown-app`, `duplicate-label` and what is wrong in an `app.ts`; such an app is left
 *   out if it returns
 */
export async function loadApps(
	settings: CompleteSettings,
	root: string,
	report: ReportProblem = throwProblem,
): Promise<App[]> {
	const load = async (name: string) => {
		try {
			return await loadApp(name, root);
		} catch (error) {
			if (!isCommandError(error)) throw error;
			report(error);
			return [];
		}
	};
	const loaded = (await Promise.all(settings.apps.map(load))).flat();
	const apps = loaded.map(app => ({...app, replacedTable: replacedTable(settings, app)}));
	return apps.filter((app, index) => {
		const twin = apps.slice(0, index).find(({label}) => label === app.label);
		if (twin) report(duplicateLabel(twin, app));
		return !twin;
	});
}

function duplicateLabel({label, name}: App, twin: App): CommandError {
	return new CommandError(`Two apps have the label '${label}': ${name} and ${twin.name}.`, {
		code: 'duplicate-label',
		hint: 'Give one of them another label in its app.ts.',
	});
}

/** @throws CommandError `unknown-app`, exit code 2, in Django's words */
export function appOf(apps: App[], label: string): App {
	const app = apps.find(candidate => candidate.label === label);
	if (app) return app;
	throw new CommandError(`No installed app with label '${label}'.`, {
		code: 'unknown-app',
		exitCode: exitCodes.usage,
		hint: `${didYouMean(
			label,
			apps.map(({label}) => label),
		).trim()} The apps are: ${apps.map(({label}) => label).join(', ')}.`.trim(),
	});
}

async function loadApp(name: string, root: string): Promise<App> {
	const own = name.startsWith('.');
	const folder = own ? ownFolder(name, root) : packageFolder(name, root);
	const definition = await readDefinition(folder, root);
	return {
		label: definition.label ?? path.basename(name.replace(/\/$/, '')),
		name,
		folder,
		migrationsFolder: path.join(folder, definition.migrations ?? 'migrations'),
		own,
	};
}

function ownFolder(name: string, root: string): string {
	const folder = path.resolve(root, name);
	if (existsSync(folder) && statSync(folder).isDirectory()) return folder;
	throw unknownApp(name, `there is no folder ${path.relative(root, folder)}/`, root);
}

function packageFolder(name: string, root: string): string {
	try {
		return path.dirname(createRequire(path.join(root, 'package.json')).resolve(name));
	} catch {
		throw unknownApp(name, 'no such package is installed', root);
	}
}

function unknownApp(name: string, reason: string, root: string): CommandError {
	const known = [
		...foldersOf(root).map(folder => `./${folder}`),
		'quarterdeck/auth',
		'quarterdeck/sessions',
	];
	return new CommandError(`settings.apps names ${name}, but ${reason}.${didYouMean(name, known)}`, {
		code: 'unknown-app',
		hint: "Fix settings.ts, or create the app with 'quarterdeck startapp LABEL'.",
		...placeInSettings(name, root),
	});
}

function foldersOf(root: string): string[] {
	return readdirSync(root, {withFileTypes: true})
		.filter(entry => entry.isDirectory() && !/^(\.|node_modules$)/.test(entry.name))
		.map(entry => entry.name);
}

function placeInSettings(name: string, root: string): {file?: string; line?: number} {
	const file = path.join(root, 'settings.ts');
	if (!existsSync(file)) return {};
	const line =
		readFileSync(file, 'utf8')
			.split('\n')
			.findIndex(text => text.includes(name)) + 1;
	return {file, line: line || undefined};
}

/** An app's `middleware.ts` or `middleware.js`, for example; undefined where there is neither. */
export function sourceIn(folder: string, name: string): string | undefined {
	return ['ts', 'js'].map(ending => path.join(folder, `${name}.${ending}`)).find(existsSync);
}

async function readDefinition(folder: string, root: string): Promise<AppDefinition> {
	const file = sourceIn(folder, 'app');
	return file ? (((await importSource(file, root)).default as AppDefinition) ?? {}) : {};
}
