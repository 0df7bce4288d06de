import {dialectOf, isMysqlFamily} from '../../project/database/dialect.ts';
import type {Project} from '../../project/project.ts';
import type {MigrationFailed} from '../../runs/events.ts';
import {queryIn} from '../engine/engine.ts';
import {execute} from '../executor/executor.ts';
import {planMigrations} from '../graph/plan.ts';
import {loadMigrations} from '../graph/state.ts';
import type {RunLock} from '../locks/lock.ts';
import {ensureNotesTable} from '../record/notes-table.ts';
import {openEngine} from './open-engine.ts';

/** Applies all migrations to a new database that nobody else knows. @returns why one has failed, and its file */
export async function migrateNew(
	project: Project,
): Promise<(MigrationFailed & {path?: string}) | undefined> {
	const {graph, applied} = await loadMigrations(project);
	const {steps} = planMigrations(graph, applied);
	const {engine, close} = await openEngine(project, steps);
	try {
		// Where a statement cannot be rolled back, its note comes before it.
		const dialect = dialectOf(project);
		if (isMysqlFamily(dialect)) await ensureNotesTable(queryIn(engine, undefined), dialect);
		const {signal} = new AbortController();
		const run = execute(project, engine, steps, {
			...{fake: false, atomic: false, wait: true, signal},
			...{lock: alone, keepsSources: false},
		});
		for await (const event of run) {
			if (event.type !== 'failed') continue;
			return {...event, path: steps.find(({file}) => file.id === event.migration)?.file.path};
		}
		return undefined;
	} finally {
		await close();
	}
}

const alone: RunLock = {
	announce: async () => {},
	verify: async () => {},
	release: async () => {},
};
