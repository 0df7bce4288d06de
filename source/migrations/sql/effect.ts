import type {QualifiedName} from './names.ts';

/** A column as `create table` or `alter table` declare it. */
export interface ColumnDeclaration {
	column: string;
	/** `varchar(255) character set latin1`: keywords in lower case, names without quotes. */
	type: string;
	notNull: boolean;
	hasDefault: boolean;
	isGenerated: boolean;
	/** Everything after the column's name, as it is written. */
	declared: string;
}

/**
 * Asks how many rows a statement concerns: between `before` and `after` comes the table as it is called now.
 * Undefined where that cannot be asked before the statement runs.
 */
export type RowCount = {before: string; after: string} | undefined;

export interface ForeignKey {
	columns: string[];
	references: QualifiedName;
	/** Empty where it is the key of the table. */
	referenced: string[];
}

/** What a statement does, as far as it matters for hazards. */
export type Effect =
	| {kind: 'create-table'; table: QualifiedName; columns: ColumnDeclaration[]; body: string}
	| {kind: 'drop-table'; table: QualifiedName}
	/** With all that is in it. */
	| {kind: 'drop-schema'; schema: string}
	| {kind: 'rename-table'; table: QualifiedName; to: QualifiedName}
	| {kind: 'rename-column'; table: QualifiedName; column: string; to: string}
	/** A table that is filled from another, with all of its rows. */
	| {kind: 'copy-rows'; table: QualifiedName; from: QualifiedName; values: string}
	| {
			kind: 'index';
			table: QualifiedName;
			columns: string[];
			unique: boolean;
			concurrently: boolean;
			/** What is in it, as SQL, with columns, parts of columns and expressions. */
			values: string[];
			/** Which rows are in it, as SQL. */
			where?: string;
	  }
	| {kind: 'create-enum'; type: string; values: string[]}
	| {kind: 'create-routine'; name: string}
	/** On SQLite, what a rebuild puts back unless the migration drops it. */
	| {kind: 'drop-object'; type: 'index' | 'trigger' | 'view'; name: string}
	| {kind: 'add-rows'; table: QualifiedName}
	| {
			kind: 'change-rows';
			table: QualifiedName;
			rows: RowCount;
			/** No more rows than these, if the statement alone says so. */
			atMost?: number;
			/** The column that has no NULL afterwards, if that is all that it does. */
			fills?: string;
	  }
	| {kind: 'delete-rows'; table: QualifiedName; rows: RowCount; atMost?: number}
	/** @property cascades whether the tables that refer to it are emptied as well */
	| {kind: 'truncate'; table: QualifiedName; cascades: boolean}
	| {kind: 'drop-column'; table: QualifiedName; column: string}
	| ({kind: 'add-column'; table: QualifiedName} & ColumnDeclaration)
	| ({kind: 'redeclare-column'; table: QualifiedName} & ColumnDeclaration)
	/** @property using the expression that converts the values */
	| {
			kind: 'change-type';
			table: QualifiedName;
			column: string;
			type: string;
			declared: string;
			using?: string;
			/** Whether it only casts the column. */
			onlyCasts: boolean;
	  }
	| {kind: 'drop-default'; table: QualifiedName; column: string}
	/** Or an index; MySQL's primary key is named PRIMARY. */
	| {kind: 'drop-constraint'; table: QualifiedName; name: string}
	| {kind: 'set-not-null'; table: QualifiedName; column: string}
	| {kind: 'unique'; table: QualifiedName; columns: string[]}
	| ({kind: 'foreign-key'; table: QualifiedName; isValidated: boolean} & ForeignKey)
	| {kind: 'check'; table: QualifiedName; condition: string}
	/** A check or a foreign key for new rows only. @property definition as it is written */
	| {kind: 'not-validated'; table: QualifiedName; name: string; definition: string}
	| {kind: 'validate'; table: QualifiedName; name: string}
	/** No two rows are to have values that all compare so. @property where which rows count, as SQL */
	| {
			kind: 'exclude';
			table: QualifiedName;
			values: string[];
			operators: string[];
			where?: string;
	  }
	/** All texts get another character set. */
	| {kind: 'convert-texts'; table: QualifiedName; charset: string; collation?: string}
	/** Functions that are called: the database may define them, so that they do anything. */
	| {kind: 'calls'; functions: string[]; statement: string}
	/** What names without a schema mean is changed for the rest of the connection. */
	| {kind: 'change-names'}
	/** @property names all words that may be names of tables */
	| {kind: 'not-understood'; statement: string; names: QualifiedName[]};
