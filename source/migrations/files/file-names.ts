import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';

/** Letters and digits of any script; some need marks that no single letter has in itself. */
const ofMigration = /^(\d+_[\p{L}\p{M}\p{N}_-]+)\.[cm]?[jt]s$/u;
const isMeantAsOne = /^\d+_.*\.[cm]?[jt]s$/s;
/** Declarations and tests lie beside what they are for. */
const isBesideOne = /\.(?:d|test|spec)\.[cm]?[jt]s$/;

/**
 * `0002_price`, in one spelling (NFC), however the file system spells it.
 * @returns undefined for a file that is no migration
 */
export function migrationName(file: string): string | undefined {
	return ofMigration.exec(file.normalize('NFC'))?.[1];
}

/** The paths of files that begin as a migration does, and whose names nothing reads as one. */
export function misnamedFiles(folder: string): string[] {
	if (!existsSync(folder)) return [];
	return readdirSync(folder)
		.filter(file => isMeantAsOne.test(file) && !isBesideOne.test(file) && !migrationName(file))
		.sort()
		.map(file => path.join(folder, file));
}

/** What is wrong with such a file, and the next step. */
export function misnaming(file: string): {message: string; hint: string} {
	const {name, ext, base} = path.parse(file);
	const plain = name.replaceAll(/[^\p{L}\p{M}\p{N}_-]+/gu, '_');
	return {
		message: `${base} is no migration as long as it is named so, and never runs.`,
		hint: `Name it with letters, digits, _ and - alone: ${plain}${ext}.`,
	};
}
