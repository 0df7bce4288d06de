import type {MigrationFile} from '../files/loader.ts';
import type {Applied} from '../record/recorder.ts';

export interface Resolved {
	/** Each squashed migration, or those that it replaces; never both. */
	files: MigrationFile[];
	/** With the squashed migrations that are applied because all they replace is. */
	applied: Applied;
	/** The latter ones, which no row says so far. */
	unrecorded: MigrationFile[];
}

/**
 * Decides for each squashed migration as Django does: it stands for those it replaces where all or
 * none of them are applied; a database in their midst goes on with them.
 */
export function resolveReplacements(files: MigrationFile[], applied: Applied): Resolved {
	let standing = files;
	const known: Applied = new Map(applied);
	known.fingerprints = applied.fingerprints;
	const unrecorded: MigrationFile[] = [];
	for (const squashed of files.filter(({replaces}) => replaces.length > 0)) {
		const times = squashed.replaces.map(id => known.get(id));
		const all = times.every(time => time !== undefined);
		if (all && !known.has(squashed.id)) {
			known.set(squashed.id, times.reduce((a, b) => (a! > b! ? a : b))!);
			unrecorded.push(squashed);
		}
		const isPartly = !known.has(squashed.id) && times.some(time => time !== undefined);
		standing = isPartly
			? without([squashed.id], squashed.replaces.at(-1)!, standing)
			: without(squashed.replaces, squashed.id, standing);
	}
	return {files: standing, applied: known, unrecorded};
}

/** What depended on one of them depends on the other one. */
function without(ids: string[], other: string, files: MigrationFile[]): MigrationFile[] {
	const gone = new Set(ids);
	const moved = (id: string) => (gone.has(id) ? other : id);
	return files
		.filter(({id}) => !gone.has(id))
		.map(file => ({...file, dependencies: [...new Set(file.dependencies.map(moved))]}));
}
