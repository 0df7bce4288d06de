import {hashOf} from './meaning.ts';
import {readMigration, type SourceFile, textOf} from './reading.ts';

/**
 * The recorder's column for the fingerprint of a migration's file when it was applied. MikroORM's
 * migrator ignores it, and leaves it empty.
 */
export const fingerprintColumn = 'quarterdeck_fingerprint';

export function fingerprintOfFile(file: SourceFile): string {
	return file.fingerprint ?? (file.reading ?? readMigration(textOf(file), file.path)).fingerprint;
}

/** Whether the file has changed in meaning since it was applied; false if that is not known. */
export function isEditedSince(file: SourceFile, fingerprint: string | undefined): boolean {
	if (fingerprint === undefined || file.migration) return false;
	if (file.fingerprint) return haveNoHashInCommon(file.fingerprint, fingerprint);
	return isEdited(textOf(file), file.path, fingerprint);
}

/** @param fingerprint of the file when it was applied */
export function isEdited(text: string, path: string, fingerprint: string): boolean {
	if (fingerprint.startsWith(`${hashOf(text)}.`)) return false;
	return haveNoHashInCommon(readMigration(text, path).fingerprint, fingerprint);
}

function haveNoHashInCommon(one: string, other: string): boolean {
	const hashes = other.split('.');
	return one.split('.').every((hash, index) => hash !== hashes[index]);
}
