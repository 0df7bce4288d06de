import {readFileSync} from 'node:fs';
import {parseLine} from '../../runs/files/file-ends.ts';
import {statePath} from '../../runs/state-folder.ts';

/** A line of `applied.ndjson`. */
interface Kept {
	migration: string;
	text: string;
}

export interface MigrationText {
	text: string;
	/** The file is gone, and this is the copy from when it was applied. */
	isKept?: boolean;
}

/** @param migration `accounts.0001_initial` @param file absolute path, if there is one */
export function readMigrationText(
	root: string,
	migration: string,
	file: string | undefined,
): MigrationText | undefined {
	const text = file && read(file);
	if (text) return {text};
	const lines = read(statePath(root, 'applied.ndjson'))?.split('\n') ?? [];
	const start = JSON.stringify({migration}).slice(0, -1);
	const line = lines.findLast(line => line.startsWith(`${start},`));
	const kept = line && parseLine<Kept>(line);
	return kept ? {text: kept.text, isKept: true} : undefined;
}

function read(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return undefined;
	}
}
