import type {Command, Input} from '../command-definition/command.ts';
import {type MigrateRequest, migrate} from '../migrations/migrate/migrate.ts';
import {openProject} from '../project/open/open.ts';

const command: Command = {
	usage: '[APP [TARGET|zero]] [OPTIONS]',
	maximum: 2,
	journal: ({plan, check}) => !plan && !check,
	options: {
		plan: {type: 'boolean', help: 'show what would be run, with its SQL'},
		check: {type: 'boolean', help: 'exit with 1 if something would be run'},
		fake: {type: 'boolean', help: 'record as applied or unapplied, run nothing'},
		'fake-initial': {
			type: 'boolean',
			help: 'record the first migration of an app whose tables are there already',
		},
		prune: {type: 'boolean', help: 'take out of the record what has no file any more'},
		atomic: {type: 'boolean', help: 'one transaction for all: everything or nothing'},
		noinput: {type: 'boolean', help: 'never ask'},
		'allow-production': {
			type: 'boolean',
			help: 'go on in production, where a name is typed otherwise',
		},
		'allow-data-loss': {type: 'boolean', help: 'go on where rows would be lost'},
		restore: {type: 'boolean', help: 'bring back the copy that was kept before rows were lost'},
		resume: {type: 'boolean', help: 'go on in the middle of what did not run to its end'},
		'mark-applied': {type: 'boolean', help: 'record what did not run to its end as done'},
		'start-over': {type: 'boolean', help: 'run it from its beginning; its rest was undone'},
		'no-wait': {type: 'boolean', help: 'end with 4 where another run holds the lock'},
	},
	async *run(input) {
		const project = await openProject(input.directory);
		return yield* migrate(project, requestIn(input), input);
	},
};

export default command;

function requestIn({options, positionals: [app, target]}: Input): MigrateRequest {
	return {
		...{app, target},
		...options,
		fakeInitial: options['fake-initial'],
		allowProduction: options['allow-production'],
		allowDataLoss: options['allow-data-loss'],
		markApplied: options['mark-applied'],
		startOver: options['start-over'],
		noWait: options['no-wait'],
	};
}
