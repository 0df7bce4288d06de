import {OutputDialog} from '../dialogs/output.ts';
import {keyOf} from '../input/key-names.ts';
import {MakeMigrationsDialog} from '../make/dialog.ts';
import {MigrateDialog} from '../migrate/plan-dialog.ts';
import {MigrationDialog} from '../migration-tree/migration-dialog.ts';
import type {Dashboard} from '../screen/dashboard.ts';
import type {Action} from './action.ts';
import {PaletteDialog} from './palette.ts';
import {areFilesBroken, isBroken, isNoMigration} from './reasons.ts';

export const migrationActions: Action[] = [
	{
		id: 'makemigrations',
		keys: ['m'],
		label: 'make migrations (preview, questions, then writes)',
		short: 'make',
		command: 'makemigrations',
		group: 'Migrations',
		writes: true,
		disabledBecause: areFilesBroken,
		run: dashboard => dashboard.openDialog(new MakeMigrationsDialog(dashboard, toMerge(dashboard))),
	},
	{
		id: 'migrate',
		keys: ['M'],
		label: 'migrate: opens the plan, y runs it',
		short: 'migrate',
		command: 'migrate',
		group: 'Migrations',
		writes: true,
		disabledBecause: isBroken,
		run: dashboard => dashboard.openDialog(new MigrateDialog(dashboard)),
	},
	{
		id: 'rollback',
		keys: ['B'],
		label: 'back to the selected migration (plan first)',
		short: 'back',
		command: 'migrate APP TARGET',
		group: 'Migrations',
		panes: ['migrations'],
		writes: true,
		disabledBecause: dashboard => isBroken(dashboard) || isNotApplied(dashboard),
		run: rollBack,
	},
	{
		id: 'fake',
		keys: ['F'],
		label: 'fake the selected migration',
		short: 'fake',
		command: 'migrate APP TARGET --fake',
		group: 'Migrations',
		panes: ['migrations'],
		writes: true,
		disabledBecause: dashboard =>
			isBroken(dashboard) || isNoMigration(dashboard) || isApplied(dashboard),
		run: fake,
	},
	{
		id: 'open',
		keys: ['Enter'],
		label: 'open: SQL up, SQL down, file, difference',
		short: whatOpens,
		command: 'sqlmigrate',
		group: 'Migrations',
		panes: ['migrations'],
		disabledBecause: ({tree, problems}) =>
			!tree.selected() && problems.length === 0 && 'Nothing is selected.',
		run: open,
	},
	{
		id: 'fold',
		keys: ['Left'],
		label: 'fold the app',
		group: 'Migrations',
		panes: ['migrations'],
		run: dashboard => dashboard.tree.fold(true),
	},
	{
		id: 'unfold',
		keys: ['Right'],
		label: 'unfold the app',
		group: 'Migrations',
		panes: ['migrations'],
		run: dashboard => dashboard.tree.fold(false),
	},
	{
		id: 'squash',
		keys: [],
		label: 'squash migrations of an app into one',
		command: 'squashmigrations APP TO',
		group: 'Migrations',
		writes: true,
		run: squash,
	},
];

/** Two leaves have to be joined before anything else is made. */
function toMerge({status}: Dashboard): string[] {
	return status.snapshot().status?.apps.some(({conflict}) => conflict) ? ['--merge'] : [];
}

/** Of an app, back to before its first. */
function rollBack(dashboard: Dashboard): void {
	const {app, migration = 'zero'} = dashboard.tree.selected()!;
	dashboard.openDialog(new MigrateDialog(dashboard, [app, migration]));
}

function fake(dashboard: Dashboard): void {
	const {app, migration} = dashboard.tree.selected()!;
	dashboard.openDialog(new MigrateDialog(dashboard, [app, migration!, '--fake']));
}

function isNotApplied({tree}: Dashboard): string | false {
	const row = tree.selected();
	if (!row || row.drift) return 'Select a migration first.';
	const migrations = tree.app()?.migrations ?? [];
	const at = migrations.findIndex(({name}) => name === row.migration);
	if (row.migration ? !isDone(migrations[at]!) : !migrations.some(isDone))
		return `${row.id} is not applied: there is nothing to go back from.`;
	return (
		!migrations.slice(at + 1).some(isDone) &&
		`${row.app} stands at ${row.migration}: ${keyOf('rollback')} on one before it goes back, or on ${row.app}.`
	);
}

function isApplied({tree}: Dashboard): string | false {
	return !!tree.migration()?.applied && `${tree.selected()!.id} is applied already.`;
}

function isDone({applied}: {applied: string | null}): boolean {
	return applied !== null;
}

/** As `open` does it. */
function whatOpens({tree, view}: Dashboard): string {
	const {app, migration, drift} = tree.selected() ?? {};
	if (app === undefined) return 'what is wrong';
	if (drift) return 'differences';
	if (migration !== undefined) return 'open';
	return view.snapshot().folded.has(app) ? 'unfold' : 'fold';
}

/** An app folds, a migration opens, and so does what has no room in place of the tree. */
function open(dashboard: Dashboard): void {
	const {app, migration, drift} = dashboard.tree.selected() ?? {};
	if (app === undefined) tellProblems(dashboard);
	else if (drift) dashboard.openDialog(new OutputDialog(dashboard, ['driftcheck', app]));
	else if (migration === undefined) dashboard.tree.toggle(app);
	else dashboard.openDialog(new MigrationDialog(dashboard, app, migration));
}

function tellProblems(dashboard: Dashboard): void {
	const texts = dashboard.problems.map(({message, hint}) =>
		[message, hint].filter(Boolean).join('\n\n'),
	);
	dashboard.say('What is wrong', 'alarm', texts.join('\n\n'));
}

function squash(dashboard: Dashboard): void {
	const {app = 'APP', migration} = dashboard.tree.selected() ?? {};
	const line = ['squashmigrations', app, ...(migration ? [migration] : [])].join(' ');
	dashboard.openDialog(new PaletteDialog(dashboard, `${line} `));
}
