import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import type {CommandSignature, FlagDefinition} from '../command-definition/define-command.ts';
import {dashboardFlags, globalFlags} from '../command-definition/global-flags.ts';
import {shownName, typedName} from '../command-definition/names.ts';
import {isCommandError} from '../errors/command-error.ts';
import type {App} from '../project/apps/app-registry.ts';
import {openProject} from '../project/open/open.ts';
import {findCommand, listCommands} from './find.ts';
import {parseCommandLine} from './parse.ts';

/** A word that may be typed next, with what it means. */
type Candidate = [word: string, meaning: string];

/**
 * What may follow the words, the last of which is unfinished. The scripts of `quarterdeck completion` ask for
 * it at each Tab.
 * @returns nothing where a command or a project cannot be loaded: nobody reads an error after a Tab
 */
export async function completionsOf(words: string[], from: string): Promise<Candidate[]> {
	const unfinished = words.at(-1) ?? '';
	const {command, words: typed, project} = parseCommandLine(words.slice(0, -1));
	const directory = project === undefined ? from : path.resolve(from, project);
	if (command === undefined && !unfinished.startsWith('-')) {
		return (await listCommands(directory)).map(({name, summary}) => [name, summary]);
	}
	const found = command && (await ifPossible(findCommand(command, directory)));
	const signature = found ? found.signature : undefined;
	if (!unfinished.startsWith('-')) return argumentsOf(signature, typed, directory);
	const flags: Record<string, FlagDefinition> = {
		...signature?.flags,
		...globalFlags,
		...(command === undefined && dashboardFlags),
	};
	return Object.entries(flags)
		.filter(([, {hidden}]) => !hidden)
		.map(([name, {help}]) => [`--${typedName(name)}`, help]);
}

async function ifPossible<T>(loading: Promise<T>): Promise<T | undefined> {
	try {
		return await loading;
	} catch (error) {
		if (isCommandError(error)) return undefined;
		throw error;
	}
}

/** The choices of an argument, the labels of the apps, or the names of one app's migrations. */
async function argumentsOf(
	signature: CommandSignature | undefined,
	words: string[],
	directory: string,
): Promise<Candidate[]> {
	const typed = words.filter(word => !word.startsWith('-'));
	const given = Object.entries(signature?.arguments ?? {});
	const isLast = typed.length >= given.length;
	const [name, definition] = given[isLast ? given.length - 1 : typed.length] ?? ['', {}];
	if (isLast && !definition.many) return [];
	if (definition.choices) return definition.choices.map(choice => [choice, '']);
	const takesApp = ([name, {value = shownName(name)}]: (typeof given)[number]) => value === 'APP';
	if (!given[0] || !takesApp(given[0])) return [];
	const apps = (await ifPossible(openProject(directory)))?.apps ?? [];
	if (takesApp([name, definition])) return apps.map(({label}) => [label, 'app']);
	const app = apps.find(({label}) => label === typed[0]);
	return app ? migrationsOf(app) : [];
}

function migrationsOf({migrationsFolder}: App): Candidate[] {
	const files = existsSync(migrationsFolder) ? readdirSync(migrationsFolder) : [];
	const names = files.flatMap(file => /^(?!.*\.d\.ts$)([^.].*)\.[cm]?[jt]s$/.exec(file)?.[1] ?? []);
	return [...new Set(names)].map(name => [name, 'migration']);
}
