import {createInterface} from 'node:readline';
import type {TestContext} from 'node:test';
import type {MigrationStatus, ProjectStatus} from '../../source/runs/project-status.ts';
import {startQuarterdeck} from './command.ts';
import {until} from './wait.ts';

export interface Watch {
	/** The newest status, once it is as wanted. */
	newest(what: string, condition: (status: ProjectStatus) => boolean): Promise<ProjectStatus>;
}

/** `status --watch --json` of a project. */
export function watch(test: TestContext, root: string): Watch {
	const child = startQuarterdeck(test, root, ['status', '--watch', '--json']);
	child.stderr.pipe(process.stderr);
	let last: ProjectStatus | undefined;
	createInterface({input: child.stdout}).on('line', line => {
		const value = JSON.parse(line);
		if (!('type' in value)) last = value;
	});
	return {
		async newest(what, condition) {
			await until(what, () => last !== undefined && condition(last), 30_000);
			return last!;
		},
	};
}

/** @param id `shop.0001_initial` */
export function migrationIn({apps}: ProjectStatus, id: string): MigrationStatus | undefined {
	const [label, name] = id.split('.');
	return apps
		.find(app => app.label === label)
		?.migrations.find(migration => migration.name === name);
}
