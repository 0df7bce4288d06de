import {MessageDialog} from '../dialogs/message.ts';
import {OutputDialog} from '../dialogs/output.ts';
import {keyOf} from '../input/key-names.ts';
import {MakeMigrationsDialog} from '../make/dialog.ts';
import {MigrateDialog, startRehearsal} from '../migrate/plan-dialog.ts';
import {MigrationDialog} from '../migration-tree/migration-dialog.ts';
import type {Session} from '../state/session.ts';
import {type ActionContext, isHindered, isNoMigration, type Ungrouped} from './action.ts';
import {PaletteDialog} from './palette.ts';

const cannotMigrate = isHindered('database', 'migrations');

export const migrationActions: Ungrouped[] = [
	{
		id: 'makemigrations',
		keys: ['m'],
		label: 'make migrations (preview, questions, then writes)',
		short: 'make',
		command: 'makemigrations',
		stock: 'migration:create',
		writes: true,
		// From files alone, so an unreachable database is no reason.
		disabledBecause: isHindered('entities', 'migrations', 'makemigrations'),
		run: context => new MakeMigrationsDialog(context.session, toMerge(context)).open(),
	},
	{
		id: 'migrate',
		keys: ['M'],
		label: 'migrate: opens the plan, y runs it',
		short: 'migrate',
		command: 'migrate',
		stock: 'migration:up',
		writes: true,
		disabledBecause: cannotMigrate,
		run: ({session}) => new MigrateDialog(session).open(),
	},
	{
		id: 'rehearse',
		keys: [],
		label: 'rehearse migrate on a copy of the database',
		command: 'migrate --rehearse',
		writes: true,
		disabledBecause: cannotMigrate,
		run: ({session}) => startRehearsal(session, ['--rehearse']),
	},
	{
		id: 'rollback',
		keys: ['B'],
		label: 'back to the selected migration (plan first)',
		short: 'back',
		command: 'migrate APP TARGET',
		stock: 'migration:down',
		panes: ['migrations'],
		writes: true,
		disabledBecause: context => cannotMigrate(context) || isNotApplied(context),
		run: rollBack,
	},
	{
		id: 'fake',
		keys: ['F'],
		label: 'fake the selected migration',
		short: 'fake',
		command: 'migrate APP TARGET --fake',
		panes: ['migrations'],
		writes: true,
		disabledBecause: context =>
			cannotMigrate(context) || isNoMigration(context) || isApplied(context),
		run: fake,
	},
	{
		id: 'open',
		keys: ['Enter'],
		label: 'open: SQL up, SQL down, file, difference',
		short: whatOpens,
		command: 'sqlmigrate',
		panes: ['migrations'],
		disabledBecause: ({tree, session}) =>
			!tree.selected() && session.problems.length === 0 && 'Nothing is selected.',
		run: open,
	},
	{
		id: 'fold',
		keys: ['Left'],
		label: 'fold the app',
		panes: ['migrations'],
		run: context => context.tree.fold(),
	},
	{
		id: 'unfold',
		keys: ['Right'],
		label: 'unfold the app',
		panes: ['migrations'],
		run: context => context.tree.unfold(),
	},
	{
		id: 'squash',
		keys: [],
		label: 'squash migrations of an app into one',
		command: 'squashmigrations APP TO',
		writes: true,
		run: squash,
	},
];

/** An app with two leaves has to be merged before anything else is made. */
function toMerge({session}: ActionContext): string[] {
	return session.project?.apps.some(({conflict}) => conflict) ? ['--merge'] : [];
}

/** The row of an app stands for the state before its first migration. */
function rollBack({session, tree}: ActionContext): void {
	const {app, migration = 'zero'} = tree.selected()!;
	new MigrateDialog(session, [app, migration]).open();
}

function fake({session, tree}: ActionContext): void {
	const {app, migration} = tree.selected()!;
	new MigrateDialog(session, [app, migration!, '--fake']).open();
}

function isNotApplied({tree}: ActionContext): string | false {
	const row = tree.selected();
	if (!row || row.drift || row.earlier) return 'Select a migration first.';
	const migrations = tree.app()?.migrations ?? [];
	const at = migrations.findIndex(({name}) => name === row.migration);
	if (row.migration ? !isDone(migrations[at]!) : !migrations.some(isDone))
		return `${row.id} is not applied: there is nothing to roll back.`;
	return (
		!migrations.slice(at + 1).some(isDone) &&
		`${row.app} is at ${row.migration}: press ${keyOf('rollback')} on an earlier migration, or on ${row.app}.`
	);
}

function isApplied({tree}: ActionContext): string | false {
	return !!tree.migration()?.applied && `${tree.selected()!.id} is already applied.`;
}

function isDone({applied}: {applied: string | null}): boolean {
	return applied !== null;
}

/** What `open` does. */
function whatOpens({tree, session}: ActionContext): string {
	const {app, migration, drift, earlier} = tree.selected() ?? {};
	if (app === undefined) return 'problems';
	if (earlier) return 'unfold';
	if (drift) return 'differences';
	if (migration !== undefined) return 'open';
	return session.view.snapshot().folding.get(app) === 'folded' ? 'unfold' : 'fold';
}

function open({session, tree, previews}: ActionContext): void {
	const {app, migration, drift, earlier} = tree.selected() ?? {};
	if (app === undefined) showProblems(session);
	else if (earlier) tree.unfold();
	else if (drift) new OutputDialog(session, ['driftcheck', app]).open();
	else if (migration === undefined) tree.toggle(app);
	else new MigrationDialog(session, previews, app, migration).open();
}

function showProblems(session: Session): void {
	const texts = session.problems.flatMap(({message, hint}) => (hint ? [message, hint] : [message]));
	const message = {title: 'Problems', meaning: 'error', message: texts.join('\n\n')} as const;
	new MessageDialog(session, message).open();
}

function squash(context: ActionContext): void {
	const {app = 'APP', migration} = context.tree.selected() ?? {};
	const line = ['squashmigrations', app, ...(migration ? [migration] : [])].join(' ');
	new PaletteDialog(context, `${line} `).open();
}
