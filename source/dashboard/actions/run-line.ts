import {isUnplanned, mayRun, wantsTerminal, waysOn} from '../commands/command-words.ts';
import {OutputDialog} from '../dialogs/output.ts';
import {MakeMigrationsDialog} from '../make/dialog.ts';
import {MigrateDialog} from '../migrate/plan-dialog.ts';
import type {Dashboard} from '../screen/dashboard.ts';
import {SuperuserDialog} from '../superuser/dialog.ts';

/** Beside what only reads, these touch no database. */
const harmless = ['makemigrations', 'squashmigrations', 'startapp', 'runserver', 'stopserver'];

/** A command line of the palette: what asks or outlives a keystroke opens its own dialog. */
export function runLine(dashboard: Dashboard, words: string[]): void {
	const [command = '', ...rest] = words;
	const reads = mayRun(words);
	if (dashboard.readOnly && !reads) {
		dashboard.toast('warning', `This dashboard is read-only: no ${command}.`);
	} else if (reads) {
		dashboard.openDialog(new OutputDialog(dashboard, words));
	} else if (command === 'migrate' && takesPlan(rest)) {
		dashboard.openDialog(new MigrateDialog(dashboard, rest));
	} else if (command === 'makemigrations') {
		dashboard.openDialog(new MakeMigrationsDialog(dashboard, rest));
	} else if (command === 'runserver') {
		void dashboard.server.start(rest);
	} else if (harmless.includes(command)) {
		dashboard.openDialog(new OutputDialog(dashboard, words));
	} else {
		dashboard.withConsent(`quarterdeck ${words.join(' ')}`, () => runConsented(dashboard, words));
	}
}

function takesPlan(words: string[]): boolean {
	return !isUnplanned(words) && !waysOn.some(flag => words.includes(flag));
}

function runConsented(dashboard: Dashboard, words: string[]): void {
	if (words[0] === 'createsuperuser' && words.length === 1) {
		dashboard.openDialog(new SuperuserDialog(dashboard));
	} else if (wantsTerminal(words)) dashboard.foreground.runCommand(words);
	else dashboard.openDialog(new OutputDialog(dashboard, [...words, ...consent(dashboard, words)]));
}

/** What the typed name of the database has said yes to. */
function consent({isProduction}: Dashboard, [command]: string[]): string[] {
	return isProduction && command === 'migrate' ? ['--allow-production'] : [];
}
