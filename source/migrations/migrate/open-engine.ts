import {SqliteIdentity} from '../../project/database/sqlite-identity.ts';
import type {OpenOrm} from '../../project/database-access.ts';
import type {Project} from '../../project/project.ts';
import type {Engine} from '../engine/engine.ts';
import {canDoWithoutMikroOrm, SqliteAlone} from '../engine/sqlite.ts';
import type {Step} from '../graph/plan.ts';
import {cachedComparison, type UnmadeChanges} from '../make/unmade-changes-cache.ts';

export interface OpenEngine {
	engine: Engine;
	/**
	 * What the entities have and no migration makes, as `unmadeChanges` says it.
	 * @throws CommandError where they cannot be compared
	 */
	unmadeChanges(): Promise<UnmadeChanges>;
	close(): Promise<void>;
}

/**
 * The quickest engine that can run these steps.
 * @param identity of the file that they were planned for
 * @throws CommandError `database-replaced`
 */
export async function openEngine(
	project: Project,
	steps: Step[],
	identity = new SqliteIdentity(project),
): Promise<OpenEngine> {
	identity.verify();
	const open = canDoWithoutMikroOrm(project, steps)
		? openAlone(project, identity.exists)
		: await openWithMikroOrm(project);
	try {
		identity.verify();
	} catch (error) {
		await open.close();
		throw error;
	}
	open.engine.identity = identity;
	return open;
}

function openAlone(project: Project, fileMustExist: boolean): OpenEngine {
	const engine = new SqliteAlone(project, fileMustExist);
	return {
		engine,
		async unmadeChanges() {
			const cached = cachedComparison(project);
			if (cached) return cached;
			const open = await project.access.openOrm(project, {schemaOnly: true});
			try {
				return await unmadeIn(project, open);
			} finally {
				await open.orm.close(true);
			}
		},
		async close() {
			engine.close();
		},
	};
}

async function openWithMikroOrm(project: Project): Promise<OpenEngine> {
	const {overMikroOrm} = await import('../engine/mikro-orm.ts');
	const open = await project.access.openOrm(project);
	return {
		engine: await overMikroOrm(project, open),
		unmadeChanges: () => unmadeIn(project, open),
		close: () => open.orm.close(true),
	};
}

async function unmadeIn(project: Project, open: OpenOrm): Promise<UnmadeChanges> {
	return (await import('../make/unmade-changes.ts')).unmadeChanges(project, open);
}
