import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';

/** Letters and digits of any script, and the marks that some scripts need. */
const ofMigration = /^(\d+_[\p{L}\p{M}\p{N}_-]+)\.[cm]?[jt]s$/u;
const looksLikeOne = /^\d+_.*\.[cm]?[jt]s$/s;
/** What git's merge tools, and other ones, leave beside a file: `0001_initial_BACKUP_1234.ts`. */
const leftBehind =
	/^\d+_.*(?:[._](?:BACKUP|BASE|LOCAL|REMOTE)[._]\d+\.[cm]?[jt]s|\.[cm]?[jt]s(?:\.(?:orig|rej|bak|mine)|~.*))$/s;
/** Declarations and tests of a migration. */
const isBesideOne = /\.(?:d|test|spec)\.[cm]?[jt]s$/;

/**
 * `0002_price`, in one spelling (NFC), however the file system spells it.
 * @returns undefined for other files
 */
export function migrationName(file: string): string | undefined {
	return leftBehind.test(file) ? undefined : ofMigration.exec(file.normalize('NFC'))?.[1];
}

/** The paths of files that look like migrations, but whose names are none, or of another tool. */
export function misnamedFiles(folder: string): string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder)
		.filter(file => leftBehind.test(file) || isMisnamed(file))
		.sort()
		.map(file => path.join(folder, file));
}

function isMisnamed(file: string): boolean {
	return looksLikeOne.test(file) && !isBesideOne.test(file) && !migrationName(file);
}

/** The warning for such a file. */
export function misnaming(file: string): {message: string; hint: string} {
	const {name, ext, base} = path.parse(file);
	if (leftBehind.test(base)) {
		return {
			message: `${base} never runs: a merge tool left it there.`,
			hint: 'Delete it when the merge is done.',
		};
	}
	const plain = name.replaceAll(/[^\p{L}\p{M}\p{N}_-]+/gu, '_');
	return {
		message: `${base} never runs: its name is not that of a migration.`,
		hint: `Use only letters, digits, _ and - in its name: ${plain}${ext}.`,
	};
}
