import {readFileSync, realpathSync} from 'node:fs';
import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import {nameOfUser, otherOwnerOf} from '../../system/file-owner.ts';
import {homeFolder} from '../../system/home-folder.ts';

interface Place {
	root: string;
	settingsFile: string;
}

/** Real paths of the projects that are not trusted: files in them that belong to other users are refused. */
const guarded = new Set<string>();

/**
 * Opening a project runs its settings, so one that belongs to another user is refused, as git does it.
 * Root's files, and those of the user behind sudo, are as good as one's own.
 * @throws CommandError `untrusted-project`
 */
export function verifyTrusted({root, settingsFile}: Place): void {
	if (isTrusted(root)) {
		guarded.delete(realpathSync(root));
		return;
	}
	for (const file of filesThatRun(root, settingsFile)) verifyOwner(file, root);
	guarded.add(realpathSync(root));
}

/**
 * The same for each file that is loaded later: a folder may let others write.
 * @param file its real path
 */
export function verifyLoadedFile(file: string): void {
	for (const root of guarded) {
		if (file.startsWith(`${root}/`)) verifyOwner(file, root);
	}
}

/** Where a project says what is run, and the folders in which others could say it. */
function filesThatRun(root: string, settingsFile: string): string[] {
	const named = ['.env', 'package.json', 'tsconfig.json'].map(name => path.join(root, name));
	const modules = foldersAbove(root).map(folder => path.join(folder, 'node_modules'));
	return [root, ...foldersBetween(root, settingsFile), settingsFile, ...named, ...modules];
}

function foldersBetween(root: string, file: string): string[] {
	const folder = path.dirname(file);
	const above = foldersAbove(folder);
	return above.includes(root) ? above.slice(0, above.indexOf(root)) : [folder];
}

/** The folder itself first. */
function foldersAbove(folder: string): string[] {
	const parent = path.dirname(folder);
	return parent === folder ? [folder] : [folder, ...foldersAbove(parent)];
}

function verifyOwner(file: string, root: string): void {
	const owner = otherOwner(file);
	if (owner === undefined) return;
	throw new CommandError(
		`${file} belongs to ${owner}, and opening the project would run it as you.`,
		{
			code: 'untrusted-project',
			hint: `If you trust it, set QUARTERDECK_TRUST=${root}, or add that folder as a line to ${trustFile()}.`,
			file,
		},
	);
}

function otherOwner(file: string): string | undefined {
	try {
		const uid = otherOwnerOf(file);
		return uid === undefined ? undefined : nameOfUser(uid).name;
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		return code === 'ENOTDIR' ? undefined : `an unknown user (${code})`;
	}
}

function isTrusted(root: string): boolean {
	const {QUARTERDECK_TRUST = ''} = process.env;
	const trusted = [...QUARTERDECK_TRUST.split(':'), ...linesOfTrustFile()];
	return trusted.includes('*') || trusted.some(folder => isSame(folder, root));
}

/** Compares without symbolic links. A folder trusts nothing below it: others may write there. */
function isSame(folder: string, root: string): boolean {
	if (!path.isAbsolute(folder)) return false;
	try {
		return realpathSync(folder) === realpathSync(root);
	} catch {
		return false;
	}
}

function trustFile(): string {
	const {XDG_CONFIG_HOME = ''} = process.env;
	const folder = path.isAbsolute(XDG_CONFIG_HOME)
		? XDG_CONFIG_HOME
		: path.join(homeFolder(), '.config');
	return path.join(folder, 'quarterdeck/trusted');
}

/** One folder a line. A file that another user has written says nothing. */
function linesOfTrustFile(): string[] {
	const file = trustFile();
	try {
		const isOurs = [path.dirname(file), file].every(one => otherOwnerOf(one) === undefined);
		return isOurs
			? readFileSync(file, 'utf8')
					.split('\n')
					.map(line => line.trim())
			: [];
	} catch {
		return [];
	}
}
