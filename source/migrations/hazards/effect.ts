/** A column as `create table` or `alter table` declare it. */
export interface ColumnDeclaration {
	column: string;
	/** `varchar(255)`, in lower case. */
	type: string;
	/** Everything after the name, as it is written. */
	declared: string;
	notNull: boolean;
	hasDefault: boolean;
	isGenerated: boolean;
}

/** What a statement does, as far as it matters for hazards. */
export type Effect =
	| {kind: 'create-table'; table: string; columns: ColumnDeclaration[]; body: string}
	| {kind: 'drop-table'; table: string}
	| {kind: 'rename-table'; table: string; to: string}
	| {kind: 'rename-column'; table: string; column: string; to: string}
	| {kind: 'copy-rows'; table: string; from: string; values: string}
	| {kind: 'index'; table: string; columns: string[]; unique: boolean; concurrently: boolean}
	| {kind: 'create-enum'; type: string; values: string[]}
	| {kind: 'fill-nulls'; table: string; column: string}
	| {kind: 'change-rows'; table: string}
	| {kind: 'drop-column'; table: string; column: string}
	| ({kind: 'add-column'; table: string} & ColumnDeclaration)
	| ({kind: 'redeclare-column'; table: string} & ColumnDeclaration)
	| {
			kind: 'change-type';
			table: string;
			column: string;
			type: string;
			declared: string;
			using?: string;
	  }
	| {kind: 'drop-default'; table: string; column: string}
	| {kind: 'set-not-null'; table: string; column: string}
	| {kind: 'unique'; table: string; columns: string[]}
	| {kind: 'foreign-key'; table: string; isValidated: boolean}
	| {kind: 'check'; table: string; condition: string};
