/** From the gentlest to the one that all others fall back to. MySQL calls `nocopy` `inplace`. */
export const algorithms = ['instant', 'nocopy', 'inplace', 'copy'] as const;
export type Algorithm = (typeof algorithms)[number];

/** How a server makes a change of a table. */
export interface Way {
	algorithm: Algorithm;
	/** `none`: others read and write; `shared`: they read; `exclusive`: neither. */
	lock: 'none' | 'shared' | 'exclusive';
}

/** What a server does without copying an InnoDB table, and how. */
export interface MysqlServer {
	isMariaDb: boolean;
	/** Whether it refuses values that it cannot keep: only then can it make a column `not null` in place. */
	isStrict: boolean;
	addColumn: Algorithm;
	dropColumn: Algorithm;
	renameColumn: Algorithm;
	moveColumn: Algorithm;
	/** A column that keeps its type: another default or comment. */
	redeclare: Algorithm;
	/** More values at the end of an enum. */
	moreValues: Algorithm;
	setDefault: Algorithm;
	/** A new column with a check of its own. */
	addChecked: Algorithm;
	/** Of any kind: it has only a name. */
	dropConstraint: Algorithm;
	dropForeignKey: Algorithm;
	renameIndex: Algorithm;
	/** The comment, or the next number. */
	tableOption: Algorithm;
	/** For columns to come. */
	tableCharset: Algorithm;
	/** @param from its longest text in bytes @param to not shorter */
	canLengthen(from: number, to: number): boolean;
}

/** https://mariadb.com/kb/en/innodb-online-ddl/, from 10.5 on. Tested on 10.11. */
const mariadb: Omit<MysqlServer, 'isStrict'> = {
	isMariaDb: true,
	addColumn: 'instant',
	dropColumn: 'instant',
	renameColumn: 'instant',
	moveColumn: 'instant',
	redeclare: 'instant',
	moreValues: 'instant',
	setDefault: 'instant',
	addChecked: 'instant',
	dropConstraint: 'nocopy',
	dropForeignKey: 'instant',
	renameIndex: 'instant',
	tableOption: 'instant',
	tableCharset: 'instant',
	canLengthen: (from, to) => to <= 255 || from <= 127 || from > 255,
};

/** https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html, from 8.0.29 on. Not tested. */
const mysql: Omit<MysqlServer, 'isStrict'> = {
	isMariaDb: false,
	addColumn: 'instant',
	dropColumn: 'instant',
	renameColumn: 'instant',
	moveColumn: 'inplace',
	redeclare: 'nocopy',
	moreValues: 'instant',
	setDefault: 'instant',
	addChecked: 'copy',
	dropConstraint: 'copy',
	dropForeignKey: 'nocopy',
	renameIndex: 'nocopy',
	tableOption: 'nocopy',
	tableCharset: 'inplace',
	canLengthen: (from, to) => to <= 255 || from > 255,
};

const mysqlBefore29: Omit<MysqlServer, 'isStrict'> = {
	...mysql,
	addColumn: 'inplace',
	dropColumn: 'inplace',
	renameColumn: 'nocopy',
	moreValues: 'nocopy',
};

/**
 * @param version as `select version()` says it: `10.11.6-MariaDB-log`, `8.0.36`
 * @returns undefined for one that is not known
 */
export function mysqlServer(version: string, isStrict: boolean): MysqlServer | undefined {
	// For old clients, MariaDB puts 5.5.5- before its version.
	const [, major = 0, minor = 0, patch = 0] =
		/^(?:5\.5\.5-)?(\d+)\.(\d+)\.(\d+)/.exec(version) ?? [];
	const number = Number(major) * 10_000 + Number(minor) * 100 + Number(patch);
	if (/mariadb/i.test(version)) return number >= 100_500 ? {...mariadb, isStrict} : undefined;
	if (number < 80_012) return undefined;
	return {...(number < 80_029 ? mysqlBefore29 : mysql), isStrict};
}
