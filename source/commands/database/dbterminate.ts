import {defineCommand} from '../../command-definition/define-command.ts';
import {usage} from '../../command-definition/values.ts';
import {CommandError, exitCodes, messageOf} from '../../errors/command-error.ts';
import {confirmed} from '../../migrations/questions/consent.ts';
import {sessionsOf} from '../../migrations/waiting/sessions.ts';
import {connectDatabase} from '../../project/open/connect-database.ts';
import {openProject} from '../../project/open/open.ts';
import {blockerText} from '../../runs/event-texts.ts';
import {log} from '../../runs/events.ts';

export default defineCommand({
	arguments: {
		pid: {value: 'PID', help: 'the number of the session, as a waiting migrate shows it'},
	},
	flags: {noinput: {type: 'boolean', help: 'end it without asking'}},
	journal: true,
	async *run(values, invocation) {
		const pid = Number(values.pid);
		if (!/^[1-9]\d{0,15}$/.test(values.pid)) {
			throw usage('dbterminate', `'${values.pid}' is not the number of a session.`);
		}
		const project = await openProject(invocation.directory);
		const {driver} = project.settings.database;
		const sessions = await sessionsOf(driver);
		const database = sessions && (await connectDatabase(project));
		if (!sessions || !database) {
			throw new CommandError(`A database of ${driver} has no sessions to end.`, {
				code: 'no-sessions',
				hint: 'End the other program that uses the file.',
			});
		}
		try {
			const session = await sessions.find(database.query, pid);
			if (!session) throw noSession(pid);
			const text = `End ${blockerText(session)}\nIts transaction is rolled back.`;
			const answer = yield* confirmed('terminate', text, values, invocation);
			if (answer === undefined) return exitCodes.answerNeeded;
			if (!answer) {
				yield log.info('Nothing was ended.');
				return exitCodes.failed;
			}
			await sessions.terminate(database.query, pid).catch(error => {
				throw refused(pid, error);
			});
			yield log.success(`Session ${pid} was ended.`);
			return exitCodes.done;
		} finally {
			await database.close();
		}
	},
});

function noSession(pid: number): CommandError {
	return new CommandError(`No other session of this database has the number ${pid}.`, {
		code: 'no-session',
		hint: 'It may have ended by itself.',
	});
}

function refused(pid: number, error: unknown): CommandError {
	return new CommandError(`The database does not end session ${pid}: ${messageOf(error)}`, {
		code: 'database-refused',
		hint: 'Ask its administrator, or the user who owns the session.',
	});
}
