import {isPlanned, mayRun, wantsTerminal} from '../commands/command-words.ts';
import {OutputDialog} from '../dialogs/output.ts';
import {askInProduction} from '../dialogs/production.ts';
import {MakeMigrationsDialog} from '../make/dialog.ts';
import {MigrateDialog} from '../migrate/plan-dialog.ts';
import {runInForeground} from '../programs/foreground.ts';
import {SuperuserDialog} from '../superuser/dialog.ts';
import type {ActionContext} from './action.ts';

/** Beside what only reads, these touch no database. */
const harmless = ['makemigrations', 'squashmigrations', 'startapp', 'runserver', 'stopserver'];

/** A command line of the palette: what asks or outlives a keystroke opens its own dialog. */
export function runLine(context: ActionContext, words: string[]): void {
	const [command = '', ...rest] = words;
	const reads = mayRun(words);
	if (context.session.readOnly && !reads) {
		context.session.toast('warning', `This dashboard is read-only: ${command} is disabled.`);
	} else if (reads) {
		context.session.openDialog(new OutputDialog(context.session, words));
	} else if (command === 'migrate' && isPlanned(rest)) {
		context.session.openDialog(new MigrateDialog(context.session, rest));
	} else if (command === 'makemigrations') {
		context.session.openDialog(new MakeMigrationsDialog(context.session, rest));
	} else if (command === 'runserver') {
		void context.server.start(rest);
	} else if (harmless.includes(command)) {
		context.session.openDialog(new OutputDialog(context.session, words));
	} else {
		askInProduction(context.session, `quarterdeck ${words.join(' ')}`, () =>
			runConsented(context, words),
		);
	}
}

function runConsented(context: ActionContext, words: string[]): void {
	if (words[0] === 'createsuperuser' && words.length === 1) {
		context.session.openDialog(new SuperuserDialog(context.session));
	} else if (wantsTerminal(words)) runInForeground(context.session, words);
	else
		context.session.openDialog(
			new OutputDialog(context.session, [...words, ...consent(context, words)]),
		);
}

/** What the typed name of the database has said yes to. */
function consent({session}: ActionContext, [command]: string[]): string[] {
	return session.isProduction && command === 'migrate' ? ['--allow-production'] : [];
}
