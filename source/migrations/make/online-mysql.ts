import {CommandError} from '../../errors/command-error.ts';
import {changesOf} from '../impact/mysql.ts';
import {mysqlServer, type Way} from '../impact/mysql-server.ts';
import type {StoredTables} from '../impact/stored-tables.ts';
import type {Effect} from '../sql/effect.ts';
import type {QualifiedName} from '../sql/names.ts';
import {effectsOf} from '../sql/statements.ts';

/** Servers that migrations are made for: an older one refuses at once what it would have to copy. */
const servers = {mariadb: '10.11.0-MariaDB', mysql: '8.4.0'};

/**
 * Writes into each change of a table how the server is to make it, `algorithm=instant` or
 * `algorithm=inplace, lock=none`. A server that cannot do it so refuses, instead of copying the table.
 * @param tables before the first of the statements; after the last one afterwards
 * @param isWayBack leaves what has to be copied as it is
 * @throws CommandError `online` where nobody could write to the table meanwhile
 */
export async function demandOnline(
	statements: string[],
	tables: StoredTables,
	dialect: 'mysql' | 'mariadb',
	isWayBack = false,
): Promise<string[]> {
	const server = mysqlServer(servers[dialect], true);
	const demanded: string[] = [];
	/** New columns in which there are only NULLs. */
	const empty = new Set<string>();
	/** No row refers to anything yet, so that none has to be looked at. */
	const needNoLook = (effects: Effect[]) => {
		const keys = effects.filter(effect => effect.kind === 'foreign-key');
		const areEmpty = keys.every(({table, columns}) =>
			columns.every(column => empty.has(`${table}.${column}`)),
		);
		return areEmpty && keys.length > 0 && dialect === 'mariadb';
	};
	for (const sql of statements) {
		const effects = effectsOf(sql, dialect);
		const [change] = await changesOf(sql, table => tables.get(table), server);
		const {table, way} = change ?? {};
		const isOnline = way?.lock === 'none';
		if (isOnline) demanded.push(demand(sql, way));
		else if (needNoLook(effects)) demanded.push(`${unchecked}${demand(sql, inplace)}`);
		else if (way && !isWayBack) throw keepsWritersOut(table!, effects, way);
		else demanded.push(sql);
		for (const effect of effects) {
			tables.follow(effect);
			if (effect.kind === 'add-column' && !effect.notNull && !effect.hasDefault)
				empty.add(`${effect.table}.${effect.column}`);
		}
	}
	return demanded;
}

const unchecked = 'set statement foreign_key_checks = 0 for ';
const inplace: Way = {algorithm: 'inplace', lock: 'none'};

function demand(sql: string, {algorithm}: Way): string {
	const words =
		algorithm === 'instant' ? ['algorithm=instant'] : ['algorithm=inplace', 'lock=none'];
	const statement = sql.replace(/\s*;?\s*$/, '');
	if (/^\s*create\b/i.test(statement)) return `${statement} ${words.join(' ')};`;
	// MariaDB takes no algorithm for drop index.
	const altering = statement.replace(
		/^\s*drop\s+index\s+(.+?)\s+on\s+(\S+)$/i,
		'alter table $2 drop index $1',
	);
	return `${altering}, ${words.join(', ')};`;
}

/** What copies a table, and what to do instead. */
const reasons: Partial<Record<Effect['kind'], [what: string, hint: string]>> = {
	'foreign-key': [
		'A new foreign key',
		'Apply it while nobody writes, and leave --online out; or make the relation without one (createForeignKeyConstraint: false).',
	],
	check: ['A new check', 'Apply it while nobody writes, and leave --online out.'],
	'redeclare-column': [
		'The new type of a column',
		'Add a second property, fill it in batches and drop the old one in a later release; or leave --online out.',
	],
	'add-column': [
		'A new column that is computed for each row',
		'Add it without the default, fill it in batches, and add the default then; or leave --online out.',
	],
};

function keepsWritersOut(table: QualifiedName, effects: Effect[], {algorithm}: Way): CommandError {
	const found = effects.find(({kind}) => reasons[kind]);
	const apply = 'Apply it while nobody writes, and leave --online out.';
	const isCopied = algorithm === 'copy';
	const other = [isCopied ? 'A change' : 'A new fulltext or spatial index', apply];
	const [what, hint] = found ? reasons[found.kind]! : other;
	const column = found && 'column' in found ? ` (${found.column})` : '';
	const does = isCopied ? 'makes the server copy' : 'reads all rows of';
	return new CommandError(
		`${what}${column} ${does} ${table}, and nobody can write to the table meanwhile.`,
		{code: 'online', hint},
	);
}
