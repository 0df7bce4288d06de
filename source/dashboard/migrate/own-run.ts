import {
	isPlanned,
	splitWords,
	withoutAnswers,
	withoutRehearsal,
} from '../commands/command-words.ts';
import type {Activity} from '../state/activity-list.ts';
import type {Session} from '../state/session.ts';
import {MigrateDialog} from './plan-dialog.ts';
import type {Migrate, ShownRun} from './run/shown-run.ts';

/** The operator's own run can be continued from any dashboard: the line it was started on may have dropped. */
export function shownRun(session: Session, recorded: Activity): ShownRun {
	const {run, command, operator} = recorded;
	if (operator !== session.viewer.operator) return {run, command, operator, recorded};
	const started = [...session.runs].find(one => one.run === run);
	return {run, command, recorded, started, migrate: migrateOf(session, command)};
}

/** @returns nothing for other commands, and in a read-only session */
function migrateOf(session: Session, line: string): Migrate | undefined {
	const [command, ...all] = splitWords(line);
	const words = withoutAnswers(all);
	if (command !== 'migrate' || session.readOnly || !isPlanned(words)) return undefined;
	return {words, again: () => new MigrateDialog(session, withoutRehearsal(words))};
}
