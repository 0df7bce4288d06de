import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {TestContext} from 'node:test';
import type {ProjectStatus} from '../../source/runs/project-status.ts';
import {setVariable} from './environment.ts';
import {cliFile, packageRoot, temporaryFolder} from './project.ts';
import {openTerminal, type Terminal, type TerminalOptions} from './terminal.ts';

export const standIn = path.join(packageRoot, 'fixtures/stand-in-for-quarterdeck/cli.mjs');

/** The tutorial before its first migrate, as `status --json` tells it. */
export function tutorialStatus(part: Partial<ProjectStatus> = {}): ProjectStatus {
	const unapplied = (name: string) => ({name, applied: null, warnings: []});
	return {
		project: 'tutorial',
		root: '/srv/tutorial',
		environment: 'development',
		database: {driver: 'sqlite', name: 'db.sqlite3', reachable: true},
		apps: [
			{
				label: 'auth',
				migrations: [unapplied('0001_initial'), unapplied('0002_permissions')],
				unmadeChanges: [],
			},
			{label: 'sessions', migrations: [unapplied('0001_initial')], unmadeChanges: []},
			{label: 'accounts', migrations: [], unmadeChanges: ['Create entity Profile']},
		],
		unapplied: 3,
		server: {state: 'stopped'},
		runs: [],
		operators: [],
		problems: [],
		...part,
	};
}

/** A project whose commands are played by the stand-in. @returns its root */
export function standInProject(test: Pick<TestContext, 'after'>, more: object = {}): string {
	const root = path.join(temporaryFolder(test), 'tutorial');
	mkdirSync(root);
	playStatus(root, tutorialStatus({root}), more);
	setVariable(test, 'QUARTERDECK_CLI', standIn);
	return root;
}

export function playStatus(root: string, status: ProjectStatus, more: object = {}): void {
	writeFileSync(path.join(root, 'stand-in.json'), JSON.stringify({status, ...more}));
}

/** Applies the one migration that is not, from the plan to its end. @param plan is read there before */
export async function migrateByKeys(terminal: Terminal, plan: string): Promise<void> {
	terminal.press('M');
	await terminal.shows(plan);
	terminal.press('y');
	await terminal.shows('Migrate: 1 of 1 done');
	terminal.press('\r');
	await terminal.shows('All migrations are applied');
}

/** Where nothing runs that it would ask about. */
export async function quit(terminal: Terminal): Promise<void> {
	terminal.press('q');
	assert.equal((await terminal.exited).exitCode, 0);
}

/** The built dashboard in a real terminal, its commands played by the stand-in. */
export function openDashboard(
	test: Pick<TestContext, 'after'>,
	root: string,
	options: TerminalOptions = {},
): Terminal {
	return openProject(test, root, {...options, env: {QUARTERDECK_CLI: standIn, ...options.env}});
}

/** The built dashboard in a real terminal, with its own commands. */
export function openProject(
	test: Pick<TestContext, 'after'>,
	root: string,
	options: TerminalOptions = {},
): Terminal {
	const terminal = openTerminal([process.execPath, cliFile, '--project', root], options);
	test.after(async () => {
		try {
			terminal.kill('SIGKILL');
		} catch {
			// It has ended by itself.
		}
		await terminal.exited;
	});
	return terminal;
}
