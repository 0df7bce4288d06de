import {appendFileSync, mkdirSync} from 'node:fs';
import path from 'node:path';
import type {Event} from '../../source/runs/events.ts';
import type {RunStatus} from '../../source/runs/project-status.ts';

/** A run whose journal is written by the test. */
export interface PlayedRun {
	/** As the status lists it. */
	status: RunStatus;
	/** What it does next. @param at ISO time */
	happens(event: Event, at?: string): void;
}

export function playRun(root: string, operator: string, command = 'migrate'): PlayedRun {
	const since = '2026-03-02T10:00:00Z';
	const run = `20260302T100000Z-${operator}`;
	const folder = path.join(root, '.quarterdeck/runs');
	mkdirSync(folder, {recursive: true});
	return {
		status: {run, kind: command.split(' ')[0]!, command, operator, host: 'web-2', pid: 1, since},
		happens(event, at = since) {
			appendFileSync(path.join(folder, `${run}.ndjson`), `${JSON.stringify({...event, at})}\n`);
		},
	};
}
