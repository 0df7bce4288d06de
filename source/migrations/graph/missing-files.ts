import path from 'node:path';
import {CommandError} from '../../errors/command-error.ts';
import type {Project} from '../../project/project.ts';
import {migrationFilesOf} from '../files/migration-files.ts';
import type {Applied} from '../record/recorder.ts';
import type {MigrationGraph} from './graph.ts';
import type {Step, Target} from './plan.ts';

/** What is recorded as applied, and has no file any more. */
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
 * What has no file has no way back, and must not stay where all that it may need is unapplied.
 * @throws CommandError `missing-file`
 */
export async function refuseMissingFiles(
	project: Project,
	graph: MigrationGraph,
	applied: Applied,
	target: Target,
): Promise<void> {
	const missing = missingFiles(project, graph, applied).filter(({app}) => app === target.app);
	const inTheWay = missing.filter(({name}) => isInTheWay(name, graph, applied, target)).at(-1);
	if (inTheWay) throw await withoutFile(project, inTheWay, applied.fingerprints?.get(inTheWay.id));
}

function isInTheWay(
	missing: string,
	graph: MigrationGraph,
	applied: Applied,
	{app, name}: Target,
): boolean {
	const mine = graph.of(app);
	if (name === 'zero' || mine.length === 0) return true;
	if (name === undefined) return false;
	const target =
		mine.find(file => file.name === name) ?? mine.find(file => file.name.startsWith(name));
	return target ? applied.has(target.id) && target.name < missing : missing.startsWith(name);
}

/** Notes on each step back which of them were applied after it: nobody can tell whether they need it. */
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
	const place = text ? `: what it said when it was applied stands in ${text.from}` : '';
	return new CommandError(
		`${id} is applied, and its file is missing: without it there is no way back.`,
		{
			code: 'missing-file',
			hint: [
				`Bring ${path.relative(root, file)} back from version control${place}.`,
				`Where it is meant to be gone, 'quarterdeck migrate ${app} --prune' takes it out of the record, and what it made stays.`,
			].join('\n'),
			ways: [{id: 'prune-migrations', command: `quarterdeck migrate ${app} --prune`}],
		},
	);
}
