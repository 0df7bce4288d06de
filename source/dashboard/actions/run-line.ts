import {isPlanned, isRehearsal, mayRun, wantsTerminal} from '../commands/command-words.ts';
import {OutputDialog} from '../dialogs/output.ts';
import {askInProduction} from '../dialogs/production.ts';
import {MakeMigrationsDialog} from '../make/dialog.ts';
import {MigrateDialog, startRehearsal} from '../migrate/plan-dialog.ts';
import {runInForeground} from '../programs/foreground.ts';
import type {Session} from '../state/session.ts';
import {SuperuserDialog} from '../superuser/dialog.ts';
import type {ActionContext} from './action.ts';

/** They write, but touch no database. */
const harmless = ['squashmigrations', 'splitmigration', 'startapp', 'stopserver'];

/** Runs a command line from the palette. Commands that ask or take long have dialogs of their own. */
export function runLine({session, server}: ActionContext, words: string[]): void {
	const [command = '', ...rest] = words;
	const reads = mayRun(words);
	if (session.readOnly && !reads) {
		session.toast('warning', `This dashboard is read-only: ${command} is disabled.`);
	} else if (reads || harmless.includes(command)) {
		new OutputDialog(session, words).open();
	} else if (command === 'migrate' && isRehearsal(rest)) {
		startRehearsal(session, rest);
	} else if (command === 'migrate' && isPlanned(rest)) {
		new MigrateDialog(session, rest).open();
	} else if (command === 'makemigrations') {
		new MakeMigrationsDialog(session, rest).open();
	} else if (command === 'runserver') {
		void server.start(rest);
	} else {
		askInProduction(session, `quarterdeck ${words.join(' ')}`, () => runConsented(session, words));
	}
}

function runConsented(session: Session, words: string[]): void {
	if (words[0] === 'createsuperuser' && words.length === 1) {
		new SuperuserDialog(session).open();
	} else if (wantsTerminal(words)) runInForeground(session, words);
	else new OutputDialog(session, [...words, ...consent(session, words)]).open();
}

/** The flag that stands for the typed database name. */
function consent({isProduction}: Session, [command]: string[]): string[] {
	return isProduction && command === 'migrate' ? ['--allow-production'] : [];
}
