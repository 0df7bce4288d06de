import {isCommandError} from '../../errors/command-error.ts';
import type {Project} from '../../project/project.ts';
import type {PlannedBackfill, PlanStep} from '../../runs/events.ts';
import {type MikroOrm, overMikroOrm} from '../engine/mikro-orm.ts';
import type {MigrationFile} from '../files/loader.ts';
import {textOf} from '../files/reading.ts';
import type {Step} from '../graph/plan.ts';
import {readCheckpointsOf} from '../record/backfill-table.ts';
import {countRows} from './count-rows.ts';
import {loadDefinition} from './load-definition.ts';
import {BackfillRows} from './rows.ts';

/**
 * Adds to a plan what its backfills would fill: their files and the entities are loaded for that, and nothing is
 * changed. Where that fails, the plan shows their source.
 */
export async function describeBackfills(
	project: Project,
	steps: Step[],
	described: PlanStep[],
): Promise<void> {
	const fills = steps.filter(({file, direction}) => file.backfill && direction === 'forwards');
	if (fills.length === 0) return;
	const checkpoints = await readCheckpointsOf(project);
	const open = await project.access.openOrm(project).catch(rethrowBug);
	try {
		const orm = open && (await overMikroOrm(project, open));
		for (const {file} of fills) {
			const step = described.find(({migration}) => migration === file.id)!;
			const found = orm && (await describe(project, orm, file).catch(rethrowBug));
			const {filled} = checkpoints.get(file.id) ?? {};
			step.backfill = {...found?.backfill, ...(filled !== undefined && {filled})};
			if (found?.sql) step.sql = [found.sql];
			else step.source = textOf(file);
		}
	} finally {
		await open?.orm.close(true);
	}
}

async function describe(
	project: Project,
	orm: MikroOrm,
	file: MigrationFile,
): Promise<{backfill: PlannedBackfill; sql?: string}> {
	const definition = await loadDefinition(file, project.root);
	const rows = await BackfillRows.of(orm, definition, file, project.root);
	return {
		backfill: {entity: rows.entity, rows: await countRows(project, rows.count())},
		...(rows.isData && {sql: rows.example()}),
	};
}

function rethrowBug(error: unknown): undefined {
	if (!isCommandError(error)) throw error;
}
