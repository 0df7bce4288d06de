import {writeFileSync} from 'node:fs';
import path from 'node:path';
import type {TestContext} from 'node:test';
import type {MigrationStatus, ProjectStatus} from '../../source/runs/project-status.ts';
import {playStatus, standInProject, tutorialStatus} from './dashboard.ts';

interface OnScreen {
	root: string;
	status: ProjectStatus;
	/** Of auth.0001_initial. */
	file: string;
}

/** The tutorial with a file for its first migration. @param more for the stand-in */
export function withFile(
	test: TestContext,
	part: Partial<MigrationStatus> = {},
	more: object = {},
): OnScreen {
	const root = standInProject(test);
	const status = tutorialStatus({root});
	const file = path.join(root, '0001_initial.ts');
	writeFileSync(file, 'export class Initial extends Migration {}');
	Object.assign(status.apps[0]!.migrations[0]!, {path: file, ...part});
	playStatus(root, status, more);
	return {root, status, file};
}
