import type {MigrationFile} from '../files/loader.ts';
import type {Applied} from '../record/recorder.ts';

/**
 * Decides for each squashed migration as Django does: if all or none of those it replaces are applied,
 * it is used instead of them; otherwise they are used.
 * @returns `applied` with the squashed migrations that count as applied; those without a row are
 *   `unrecorded` as well
 */
export function resolveReplacements(files: MigrationFile[], applied: Applied) {
	let used = files;
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
		used = isPartly
			? without([squashed.id], squashed.replaces.at(-1)!, used)
			: without(squashed.replaces, squashed.id, used);
	}
	return {files: used, applied: known, unrecorded};
}

/** What depended on one of these migrations depends on the other one now. */
function without(ids: string[], other: string, files: MigrationFile[]): MigrationFile[] {
	const gone = new Set(ids);
	const moved = (id: string) => (gone.has(id) ? other : id);
	return files
		.filter(({id}) => !gone.has(id))
		.map(file => ({...file, dependencies: [...new Set(file.dependencies.map(moved))]}));
}
