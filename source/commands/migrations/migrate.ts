import {defineCommand} from '../../command-definition/define-command.ts';
import {migrate} from '../../migrations/migrate/migrate.ts';
import {openProject} from '../../project/open/open.ts';

export default defineCommand({
	arguments: {
		app: {
			optional: true,
			help: 'the app to migrate (default: all); not needed if it is the only one',
		},
		target: {
			optional: true,
			value: 'TARGET|zero',
			help: 'the migration to go to, by name or number; zero unapplies all',
		},
	},
	flags: {
		plan: {type: 'boolean', help: 'show the plan and its SQL; run nothing'},
		rehearse: {
			type: 'boolean',
			help: 'run the plan on a copy of the database, undo it, run it again; measure it',
		},
		sample: {
			type: 'number',
			value: 'ROWS',
			help: 'rehearse with so many rows of each table, and those that they refer to',
		},
		allowCode: {
			type: 'boolean',
			help: 'rehearse a plan with code, which can reach more than the copy',
		},
		check: {type: 'boolean', help: 'exit with 1 if there is something to run; run nothing'},
		fake: {type: 'boolean', help: 'record migrations as applied or unapplied; run nothing'},
		fakeInitial: {
			type: 'boolean',
			help: 'record the first migration of each app whose tables exist',
		},
		prune: {type: 'boolean', help: 'delete records of migrations whose files are gone'},
		atomic: {type: 'boolean', help: 'run all migrations in one transaction'},
		noinput: {type: 'boolean', help: 'do not ask; exit with 3 if an answer is needed'},
		allowProduction: {
			type: 'boolean',
			help: 'run in production without typing the name of the database',
		},
		allowDataLoss: {type: 'boolean', help: 'run even if rows would be lost'},
		restore: {type: 'boolean', help: 'restore the copy that was made before rows were lost'},
		resume: {type: 'boolean', help: 'continue an unfinished migration where it stopped'},
		markApplied: {type: 'boolean', help: 'record an unfinished migration as done'},
		startOver: {type: 'boolean', help: 'run an unfinished migration from its first statement'},
		noWait: {type: 'boolean', help: 'exit with 4 if another run holds the lock'},
		terminateBlockers: {
			type: 'boolean',
			help: 'end the sessions of others that hold a lock for longer than the timeout',
		},
	},
	journal: ({plan, check}) => !plan && !check,
	rehearses: ({rehearse}) => rehearse,
	async *run(values, invocation) {
		const project = await openProject(invocation.directory);
		return yield* migrate(project, values, invocation);
	},
});
