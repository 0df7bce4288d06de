import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import type {Project} from '../../project/project.ts';
import {migrationFilesOf} from '../files/migration-files.ts';
import type {Applied} from '../record/recorder.ts';
import type {MigrationGraph} from './graph.ts';
import type {Step, Target} from './plan.ts';

/** A migration that is recorded as applied, and has no file any more. */
export interface MissingFile {
	id: string;
	app: string;
	name: string;
	applied: Date;
}

export function missingFiles(
	project: Project,
	graph: MigrationGraph,
	applied: Applied,
): MissingFile[] {
	const replaced = new Set(graph.order.flatMap(({replaces}) => replaces));
	const gone = [...applied].filter(([id]) => !graph.get(id) && !replaced.has(id));
	const files = migrationFilesOf(project);
	return project.apps.flatMap(app => {
		const prefix = files.idPrefix(app);
		return gone
			.filter(([id]) => id.startsWith(prefix))
			.map(([id, time]) => ({id, app: app.label, name: id.slice(prefix.length), applied: time}));
	});
}

/**
 * A migration without a file cannot be unapplied, and must not stay applied when what it may need is not.
 * @throws CommandError `missing-file`
 */
export async function refuseMissingFiles(
	project: Project,
	missing: MissingFile[],
	graph: MigrationGraph,
	applied: Applied,
	{app, name}: Target,
): Promise<void> {
	const mine = graph.of(app);
	const isInTheWay = (other: MissingFile) => {
		if (name === 'zero' || mine.length === 0) return true;
		if (name === undefined) return false;
		const target =
			mine.find(file => file.name === name) ?? mine.find(file => file.name.startsWith(name));
		if (!target) return other.name.startsWith(name);
		return applied.has(target.id) && target.name < other.name;
	};
	const last = missing.findLast(other => other.app === app && isInTheWay(other));
	if (last) throw await withoutFile(project, last, applied.fingerprints?.get(last.id));
}

/** Notes on each step back which of them were applied after it, since they may need it. */
export function withPossibleDependants(
	steps: Step[],
	missing: MissingFile[],
	applied: Applied,
): Step[] {
	return steps.map(step => {
		const later = missing.filter(({applied: time}) => time >= applied.get(step.file.id)!);
		if (step.direction === 'forwards' || later.length === 0) return step;
		return {...step, possibleDependants: later.map(({id}) => id)};
	});
}

async function withoutFile(
	{apps, root}: Project,
	{id, app, name}: MissingFile,
	fingerprint: string | undefined,
): Promise<CommandError> {
	const {findAppliedSource} = await import('../edits/applied-source.ts');
	const folder = apps.find(({label}) => label === app)!.migrationsFolder;
	const file = path.join(folder, `${name}.ts`);
	const text = fingerprint && findAppliedSource(root, {id, path: file}, fingerprint);
	const place = text ? `; its text when it was applied is in ${text.from}` : '';
	return new CommandError(
		`${id} is applied, and its file is missing: it cannot be unapplied without it.`,
		{
			code: 'missing-file',
			hint: [
				`Bring ${path.relative(root, file)} back from version control${place}.`,
				`If it was deleted on purpose, 'quarterdeck migrate ${app} --prune' removes its record; its tables stay.`,
			].join('\n'),
			ways: [{id: 'prune-migrations', command: `quarterdeck migrate ${app} --prune`}],
		},
	);
}
