import assert from 'node:assert/strict';
import test from 'node:test';
import {MakeMigrationsDialog} from '../../../source/dashboard/make/dialog.ts';
import {dialogText} from '../../support/drawn-dialog.tsx';
import {dashboardInMemory} from '../../support/in-memory-dashboard.ts';

const written = (app: string) => ({
	type: 'migration-written' as const,
	...{app, path: `${app}/migrations/0001_initial.ts`, operations: ['+ Create entity Profile']},
});

test('each file is listed with its operations', t => {
	const dialog = new MakeMigrationsDialog(dashboardInMemory(t).session);
	dialog.made.take(written('auth'));
	dialog.made.take(written('shop'));
	Object.defineProperty(dialog, 'phase', {value: 'written'});
	assert.equal(
		dialogText(dialog),
		[
			'Make migrations',
			"Migrations for 'auth':",
			'  ✓ auth/migrations/0001_initial.ts',
			'    + Create entity Profile',
			'',
			"Migrations for 'shop':",
			'  ✓ shop/migrations/0001_initial.ts',
			'    + Create entity Profile',
			'',
			'M migrate   e edit   Esc close',
		].join('\n'),
	);
});
