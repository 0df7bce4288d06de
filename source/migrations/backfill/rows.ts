import type {LockMode} from '@mikro-orm/core';
import {CommandError} from '../../errors/command-error.ts';
import {importFromProject} from '../../project/import/import-source.ts';
import type {MikroOrm} from '../engine/mikro-orm.ts';
import type {MigrationFile} from '../files/loader.ts';
import type {BackfillDefinition} from './define-backfill.ts';
import {KeyRanges, type Range} from './key-ranges.ts';

/** A condition whose place and alias are found in the statement that MikroORM writes. */
const mark = /'quarterdeck' = '(\w*)'/;
const markOf = (alias: string) => `'quarterdeck' = '${alias}'`;

/** The rows of a backfill, as its entity and its `where` say it. */
export class BackfillRows {
	readonly keys: KeyRanges;
	/** Quoted. */
	readonly table: string;
	readonly tableName: {schema?: string; name: string};
	readonly #orm: MikroOrm;
	readonly #definition: BackfillDefinition;
	readonly #meta: any;
	readonly #raw: (sql: (alias: string) => string) => string;
	readonly #locked: LockMode;
	readonly #texts = new Map<string, string>();

	/** @throws CommandError `backfill-entity` */
	static async of(
		orm: MikroOrm,
		definition: BackfillDefinition,
		file: MigrationFile,
		root: string,
	): Promise<BackfillRows> {
		const meta = entityOf(orm, definition, file);
		return new BackfillRows(
			orm,
			definition,
			meta,
			await importFromProject('@mikro-orm/core', root),
		);
	}

	private constructor(orm: MikroOrm, definition: BackfillDefinition, meta: any, core: any) {
		this.#orm = orm;
		this.#definition = definition;
		this.#meta = meta;
		this.#raw = core.raw;
		this.#locked = core.LockMode.PESSIMISTIC_WRITE;
		this.tableName = {name: meta.tableName, schema: schemaOf(orm, meta)};
		this.table = orm.quoteTable(this.tableName);
		this.keys = new KeyRanges(orm, keyColumns(meta));
	}

	get entity(): string {
		return this.#meta.className;
	}

	/** Whether each batch is one statement. */
	get isData(): boolean {
		return typeof this.#definition.run !== 'function';
	}

	get hasCondition(): boolean {
		return this.#definition.where !== undefined;
	}

	/** The statement of one batch. */
	update(range: Range): string {
		return this.#update(alias => this.keys.condition(range, alias));
	}

	/** The statement of some batch. */
	example(): string {
		return `${this.#update(alias => this.keys.example(alias))};`;
	}

	/** A statement that counts the rows in `count`. @param limit enough to know */
	count(range: Range = {after: null}, limit?: number): string {
		const condition = (alias?: string) => this.keys.condition(range, alias);
		const rows = this.#within('select', condition, () =>
			this.#matching(this.#builder('r').select(this.#raw(() => '1 as one'))).getFormattedQuery(),
		);
		const limited = limit === undefined ? rows : `${rows} limit ${limit}`;
		return `select count(*) as count from (${limited}) as matching`;
	}

	/** Calls the backfill's own code with the entities of a range. @returns how many they were */
	async run(range: Range, transaction: unknown): Promise<number> {
		const em = this.#orm.entityManager(transaction);
		const found = this.#matching(this.#builder('r', em).select('*'), alias =>
			this.keys.condition(range, alias),
		);
		const rows: object[] = await found.setLockMode(this.#locked).getResultList();
		if (rows.length > 0) await (this.#definition.run as any)(rows, em);
		await em.flush();
		return rows.length;
	}

	#builder(alias?: string, em = this.#orm.entityManager()): any {
		return em.createQueryBuilder(this.#meta.class, alias);
	}

	#matching(builder: any, condition: (alias: string) => string = markOf): any {
		const {where} = this.#definition;
		if (where !== undefined) builder.where(where);
		return builder.andWhere({[this.#raw(condition)]: []});
	}

	/** MikroORM writes a statement once: only its range changes. */
	#within(name: string, condition: (alias?: string) => string, write: () => string): string {
		const text = this.#texts.get(name) ?? write();
		this.#texts.set(name, text);
		const [found, alias = ''] = mark.exec(text)!;
		const isAliased = new RegExp(` as ["\`]${alias}["\`]`).test(text);
		return text.replace(found, () => condition(isAliased ? alias : undefined));
	}

	#update(condition: (alias?: string) => string): string {
		return this.#within('update', condition, () =>
			// What MikroORM would read back from each row is not needed.
			this.#matching(this.#builder().update(this.#definition.run))
				.getFormattedQuery()
				.replace(/ returning [^()]*$/, ''),
		);
	}
}

/** @throws CommandError `backfill-entity` */
function entityOf(orm: MikroOrm, {entity}: BackfillDefinition, {id, path}: MigrationFile): any {
	const meta = orm.metadataOf(entity);
	const failed = (message: string, hint: string) =>
		new CommandError(message, {code: 'backfill-entity', hint, file: path});
	const name =
		typeof entity === 'string' ? entity : ((entity as any).meta?.className ?? entity.name);
	if (!meta?.tableName || meta.view)
		throw failed(`${id} fills ${name}, which is no entity with a table.`, 'Correct its entity.');
	const binary = keyColumns(meta).find(({type}) => /binary|blob|bytea/i.test(type));
	if (!binary) return meta;
	throw failed(
		`${id} fills ${name}, whose key ${binary.name} is binary: its rows have no order here.`,
		'Fill them in a migration.',
	);
}

function keyColumns({primaryKeys, properties}: any) {
	return primaryKeys.flatMap((key: string) => {
		const {fieldNames, columnTypes} = properties[key];
		return fieldNames.map((name: string, index: number) => {
			const type = String(columnTypes[index]);
			return {name, type, isInteger: /\b(?:\w*int(?:eger)?|\w*serial)\b/i.test(type)};
		});
	}) as {name: string; type: string; isInteger: boolean}[];
}

function schemaOf(orm: MikroOrm, {schema}: any): string | undefined {
	return schema === '*' || schema === undefined ? orm.usualSchema : schema;
}
