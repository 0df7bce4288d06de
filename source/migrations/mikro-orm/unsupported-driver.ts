import {CommandError} from '../../errors/command-error.ts';
import type {ConfiguredProject} from '../../project/settings/settings.ts';

/**
 * Our engine knows neither the schema nor the locks of SQL Server.
 * @throws CommandError `unsupported-driver`
 */
export function refuseSqlServer({settings}: Pick<ConfiguredProject, 'settings'>): void {
	if (settings.database.driver !== 'mssql') return;
	throw new CommandError('On SQL Server, migrations are only read and shown.', {
		code: 'unsupported-driver',
		hint: "MikroORM's own command line makes and runs them: 'npx mikro-orm migration:create', 'migration:up' and 'migration:down'.",
	});
}
