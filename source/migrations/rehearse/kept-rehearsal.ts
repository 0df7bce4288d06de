import {readFileSync} from 'node:fs';
import {databaseAddress, databasePlace} from '../../project/database/address.ts';
import type {Project} from '../../project/project.ts';
import type {PlanStep, Rehearsal} from '../../runs/events.ts';
import {ensureStateFolder, statePath} from '../../runs/state-folder.ts';
import {writeFileAtomically} from '../../system/atomic-file.ts';
import {fingerprintOfFile} from '../files/fingerprint.ts';
import {hashOf} from '../files/meaning.ts';
import type {Step} from '../graph/plan.ts';

const fileName = 'rehearsal.json';

/** Changes with the migrations of the plan, their order, and the database. */
export function planHash(project: Project, steps: Step[]): string {
	const {driver, port, ...address} = databaseAddress(project);
	const parts = steps.map(({file, direction}) => [file.id, direction, fingerprintOfFile(file)]);
	return hashOf(JSON.stringify([driver, port ?? 0, databasePlace(address), parts]));
}

/**
 * Keeps what the last rehearsal found, for the plan.
 * @throws CommandError `not-written`
 */
export function keepRehearsal(project: Project, rehearsal: Rehearsal): void {
	ensureStateFolder(project.root);
	writeFileAtomically(statePath(project.root, fileName), `${JSON.stringify(rehearsal)}\n`, 0o600);
}

/** @returns what the last rehearsal found, if it was of this very plan */
export function rehearsalOf(project: Project, steps: Step[]): Rehearsal | undefined {
	if (steps.length === 0) return undefined;
	try {
		const kept = JSON.parse(readFileSync(statePath(project.root, fileName), 'utf8')) as Rehearsal;
		return kept.plan === planHash(project, steps) && Array.isArray(kept.steps) ? kept : undefined;
	} catch {
		return undefined;
	}
}

/** Adds to each step of a plan what its statements took. */
export function withTimes(steps: PlanStep[], rehearsal: Rehearsal): PlanStep[] {
	return steps.map((step, index) => {
		const found = rehearsal.steps[index];
		if (!step.sql || found?.migration !== step.migration) return step;
		const left = [...found.statements];
		const rehearsed = step.sql.map(sql => {
			const at = left.findIndex(one => one.sql === sql);
			return at < 0 ? null : left.splice(at, 1)[0]!;
		});
		return {...step, rehearsed};
	});
}
