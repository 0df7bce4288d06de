import {defineCommand} from '../../command-definition/define-command.ts';
import {flush} from '../../data/flush.ts';
import {changeRows, guardFlags} from '../../data/guarded.ts';
import {restartNumbers} from '../../data/sequences.ts';
import {type ExitCode, exitCodes} from '../../errors/command-error.ts';
import {keepCopy} from '../../migrations/backups/restore.ts';
import {queryIn} from '../../migrations/engine/engine.ts';
import {
	consentInProduction,
	type Interaction,
	unanswered,
} from '../../migrations/questions/consent.ts';
import {databaseAddress, databasePlace} from '../../project/database/address.ts';
import {isMysqlFamily} from '../../project/database/dialect.ts';
import {openProject} from '../../project/open/open.ts';
import type {Project} from '../../project/project.ts';
import {type Event, log} from '../../runs/events.ts';

export default defineCommand({
	flags: {
		noinput: {type: 'boolean', help: 'do not ask'},
		...guardFlags,
	},
	journal: true,
	async *run(values, invocation) {
		const project = await openProject(invocation.directory);
		const refusal = yield* changeRows(
			project,
			{
				noWait: values.noWait,
				async *consent() {
					const refusal = yield* consentToFlush(project, values, invocation);
					if (refusal === undefined) yield* keepCopy(project);
					return refusal;
				},
				work: flush,
				async done({engine, tables}) {
					// It would have ended the transaction.
					const dialect = engine.driverName;
					if (isMysqlFamily(dialect))
						await restartNumbers(dialect, tables, queryIn(engine, undefined));
				},
			},
			invocation,
		);
		if (refusal === undefined) yield log.success('All rows were deleted.');
		return refusal ?? exitCodes.done;
	},
});

/** In production, typing the name of the database is the answer. */
async function* consentToFlush(
	project: Project,
	values: {noinput: boolean; allowProduction: boolean},
	interaction: Interaction,
): AsyncGenerator<Event, ExitCode | undefined> {
	const isProduction = project.settings.environment === 'production';
	const change = 'All rows of all its entities would be deleted.';
	const refusal = yield* consentInProduction(project, change, values, interaction);
	if (refusal !== undefined || values.noinput) return refusal;
	if (isProduction && interaction.interactive && !values.allowProduction) return undefined;
	const place = databasePlace(databaseAddress(project));
	const text = `You have requested a flush of the database.
This will IRREVERSIBLY DESTROY all data currently in the '${place}' database,
and return each table to an empty state.
Are you sure you want to do this?`;
	if (!interaction.interactive) return yield* unanswered('flush', text, '--noinput');
	const question = `${text}\n\n    Type 'yes' to continue, or 'no' to cancel: `;
	if ((await interaction.prompt.text(question)).trim() === 'yes') return undefined;
	yield log.info('Flush cancelled.');
	return exitCodes.failed;
}
