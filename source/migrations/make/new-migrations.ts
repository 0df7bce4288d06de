import {CommandError} from '../../errors/command-error.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import type {Project} from '../../project/project.ts';
import {type MigrationGraph, refuseBroken, refuseConflicts} from '../graph/graph.ts';
import {loadGraph} from '../graph/state.ts';
import type {EmptyOptions, MakeOptions, Maker} from './maker.ts';
import {plainMaker} from './plain-maker.ts';
import {quarterdeckMaker} from './quarterdeck-maker.ts';
import type {NewMigration} from './writer.ts';

export function makerOf(project: Project): Maker {
	return project.kind === 'mikro-orm' ? plainMaker(project) : quarterdeckMaker(project);
}

/**
 * A migration for each app whose entities have changed; nothing is written.
 * @throws CommandError `migration-syntax`, `migration-conflict`, `snapshot`, or a circle of dependencies
 */
export async function newMigrations(
	project: Project,
	open: OpenOrm,
	options: MakeOptions,
): Promise<NewMigration[]> {
	return makerOf(project).make(open, await graphToExtend(project), options);
}

/** A migration without a statement for each app, to be written by hand. */
export async function emptyMigrations(
	project: Project,
	options: EmptyOptions,
): Promise<NewMigration[]> {
	return makerOf(project).makeEmpty(await graphToExtend(project), options);
}

async function graphToExtend(project: Project): Promise<MigrationGraph> {
	const graph = await loadGraph(project);
	refuseBroken(graph.order);
	refuseConflicts(graph);
	return graph;
}

/** @throws CommandError `migration-name`; the rule is Django's */
export function verifyName(name: string): void {
	if (/^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u.test(name)) return;
	throw new CommandError('The migration name must be a valid identifier.', {
		code: 'migration-name',
		hint: 'Use letters, digits and underscores, and no digit in front.',
	});
}
