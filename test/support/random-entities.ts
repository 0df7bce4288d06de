import type {TestContext} from 'node:test';
import {defineEntity, p} from '@mikro-orm/core';
import type {Questioner} from '../../source/migrations/questions/questioner.ts';
import {type Dialect, dialectOf, isMysqlFamily} from '../../source/project/database/dialect.ts';
import type {DatabaseSettings} from '../../source/project/settings/settings.ts';
import {knows} from './requires.ts';
import {type Change, thereAndBack} from './there-and-back.ts';

/** A text in one of several ways of writing: letter case, brackets and quotes differ. */
interface Text {
	kind: number;
	variant: number;
}

interface Column {
	name: string;
	kind: 'integer' | 'string' | 'boolean' | 'decimal' | 'enum' | 'list' | 'generated';
	/** Which of the types that its kind may have. */
	type: number;
	default?: number;
	comment?: number;
	collation?: true;
	check?: Text;
}

interface Index {
	name: string;
	columns: string[];
	unique?: true;
	where?: Text;
	expression?: Text;
}

interface Entity {
	name: string;
	schema?: true;
	comment?: number;
	columns: Column[];
	indexes: Index[];
	checks: {name: string; text: Text}[];
	/** On PostgreSQL, one may have a condition. */
	triggers: {name: string; text: Text; events: string[]; when?: Text}[];
	/** Whether the column that nearly everything names is a larger number. */
	isLarge?: true;
	policies: {name: string; text: Text}[];
	views: {name: string; text: Text; materialized: boolean}[];
	partitioned?: true;
	/** The rule of a key to the first entity. */
	deleteRule?: string;
}

interface Model {
	entities: Entity[];
	/** Values of the enum types, by name. */
	enums: Record<string, string[]>;
}

const conditions = [
	[
		"n <> 77 and s <> 'Q'",
		"n <> 77 and s <> 'q'",
		"(n <> 77) and s <> 'q'",
		"n <> 77 and s <> 'q '",
	],
	['(n > 1 or n < 5) and n <> 9', 'n > 1 or (n < 5 and n <> 9)', '(n > 1) or n < 5'],
	["s is not null or s <> 'x.y'", "s is not null or s <> 'xy'", "s is not null or s <> '*'"],
];
const comments = [undefined, 'Some things', 'some things', "it's (some) things"];
const kinds = ['integer', 'string', 'boolean', 'decimal', 'enum', 'list', 'generated'] as const;

/** Two sets of entities with all kinds of parts, of which the second has some changes; the same for a seed. */
export class RandomEntities implements Questioner {
	readonly #driver: Dialect;
	#state: number;
	#count = 0;

	constructor(seed: number, driver: Dialect) {
		this.#state = seed;
		this.#driver = driver;
	}

	/** @returns and what was done, as one line */
	change(): Change & {acts: string} {
		const from: Model = {
			enums: {mood: ['a', 'b'], kind: ['a', 'c', 'd']},
			entities: [],
		};
		from.entities = Array.from({length: 2 + this.#below(2)}, () => this.#entity());
		const to = structuredClone(from);
		const acts: string[] = [];
		const changes = 1 + this.#below(3);
		for (let tries = 0; acts.length < changes && tries < 200; tries++) {
			const act = this.#mutate(to, from);
			if (act) acts.push(act);
		}
		return {
			from: () => this.#define(from),
			to: () => this.#define(to),
			rows: from.entities.flatMap(entity => this.#rows(entity, to)),
			questioner: this,
			acts: acts.join(', '),
		};
	}

	async renamedTo(): Promise<undefined> {
		return undefined;
	}

	/** All columns may be NULL. */
	async oneOffDefault({property}: {property: string}): Promise<never> {
		throw new Error(`Nobody expected a question about ${property}.`);
	}

	get #isPostgresql(): boolean {
		return this.#driver === 'postgresql';
	}

	get #isMysql(): boolean {
		return isMysqlFamily(this.#driver);
	}

	#entity(): Entity {
		const name = `thing${++this.#count}`;
		const entity: Entity = {
			...{name, columns: [], indexes: [], checks: [], triggers: [], policies: [], views: []},
		};
		if (this.#below(2) === 0) entity.comment = this.#below(comments.length);
		if (this.#isPostgresql && this.#below(4) === 0) entity.schema = true;
		for (let count = this.#below(4); count > 0; count--) entity.columns.push(this.#column());
		for (let count = this.#below(3); count > 0; count--) this.#addPart(entity);
		return entity;
	}

	#column(): Column {
		const name = `c${++this.#count}`;
		const all = this.#isPostgresql ? kinds : kinds.filter(kind => kind !== 'list');
		const column: Column = {name, kind: this.#one(all), type: this.#below(2)};
		if (this.#below(2) === 0) column.default = this.#below(3);
		if (this.#below(4) === 0) column.comment = 1 + this.#below(2);
		if (this.#below(6) === 0) column.collation = true;
		return column;
	}

	#text(): Text {
		return {kind: this.#below(conditions.length), variant: this.#below(3)};
	}

	#addPart(entity: Entity): string {
		const name = `part${++this.#count}`;
		const text = this.#text();
		const kind = this.#below(this.#isPostgresql ? 6 : 4);
		if (kind === 0) entity.checks.push({name, text});
		else if (kind === 1)
			entity.views.push({name, text, materialized: this.#isPostgresql && this.#below(3) === 0});
		else if (kind === 2) {
			const events = ['insert', ...(this.#below(2) ? ['update'] : [])];
			const when = this.#isPostgresql && this.#below(2) === 0 ? {when: this.#text()} : {};
			entity.triggers.push({name, text, events, ...when});
		} else if (kind === 3) {
			const index: Index = {name, columns: ['n', ...(this.#below(2) ? ['s'] : [])]};
			if (this.#below(3) === 0) index.expression = text;
			else if (!this.#isMysql && this.#below(2) === 0) index.where = text;
			if (!entity.partitioned && this.#below(3) === 0) index.unique = true;
			if (index.unique) index.columns = ['id', ...index.columns];
			entity.indexes.push(index);
		} else if (kind === 4) entity.policies.push({name, text});
		else if (!entity.indexes.some(({unique}) => unique)) entity.partitioned = true;
		return `add ${name} to ${entity.name}`;
	}

	#mutate(to: Model, from: Model): string | undefined {
		const entity = this.#one(to.entities);
		const column = entity.columns.length > 0 ? this.#one(entity.columns) : undefined;
		switch (this.#below(17)) {
			case 0:
				to.entities.push(this.#entity());
				return 'add an entity';
			case 1:
				if (to.entities.length < 2 || entity === to.entities[0]) return undefined;
				to.entities = to.entities.filter(one => one !== entity);
				return `remove ${entity.name}`;
			case 2: {
				const added = this.#column();
				entity.columns.push(added);
				return `add ${added.name} ${added.kind} to ${entity.name}`;
			}
			case 3:
				if (!column) return undefined;
				entity.columns = entity.columns.filter(one => one !== column);
				return `remove ${column.name} of ${entity.name}`;
			case 4:
				if (!column || !['integer', 'string', 'decimal', 'generated'].includes(column.kind))
					return undefined;
				column.type = 1 - column.type;
				return `type of ${column.name} (${column.kind})`;
			case 5:
				if (!column || column.kind === 'generated') return undefined;
				column.default = column.default === undefined ? 0 : (column.default + 1) % 3;
				return `default of ${column.name} (${column.kind})`;
			case 6:
				if (!column) return undefined;
				column.comment = ((column.comment ?? 0) + 1) % comments.length;
				return `comment of ${column.name}`;
			case 7: {
				const name = this.#one(Object.keys(to.enums));
				if (
					!this.#isPostgresql ||
					!from.entities.some(one => one.columns.some(({kind}) => kind === 'enum'))
				)
					return undefined;
				const values = to.enums[name]!;
				const act = this.#below(3);
				if (act === 0) values.splice(this.#below(values.length + 1), 0, `v${++this.#count}`);
				else if (act === 1) values.reverse();
				else if (values.length > 2) values.pop();
				return `values of ${name}: ${values}`;
			}
			case 8:
				return this.#addPart(entity);
			case 9: {
				const kind = this.#one(['checks', 'triggers', 'policies', 'views', 'indexes'] as const);
				const gone = entity[kind].pop();
				return gone && `remove ${gone.name} of ${entity.name}`;
			}
			case 10:
				entity.comment = ((entity.comment ?? 0) + 1) % comments.length;
				return `comment of ${entity.name}`;
			case 11: {
				if (entity === to.entities[0] || entity.schema || to.entities[0]?.partitioned)
					return undefined;
				entity.deleteRule = this.#one(['restrict', 'no action', 'cascade', 'set null']);
				return `key of ${entity.name}: ${entity.deleteRule}`;
			}
			case 12: {
				if (!this.#isPostgresql) return undefined;
				const view = entity.views[0];
				if (!view) return undefined;
				view.materialized = !view.materialized;
				return `${view.name} is ${view.materialized ? 'materialized' : 'not materialized'}`;
			}
			case 13:
				entity.isLarge = entity.isLarge ? undefined : true;
				return `type of n of ${entity.name}`;
			case 14: {
				const when = entity.triggers.find(trigger => trigger.when)?.when;
				if (!when) return undefined;
				when.variant = (when.variant + 1) % 3;
				return `condition of a trigger of ${entity.name}`;
			}
			default: {
				const texts = [
					...entity.checks,
					...entity.triggers,
					...entity.policies,
					...entity.views,
				].map(({name, text}) => ({name, text}));
				for (const {name, where, expression} of entity.indexes) {
					if (where ?? expression) texts.push({name, text: (where ?? expression)!});
				}
				if (texts.length === 0) return undefined;
				const {name, text} = this.#one(texts);
				text.variant = (text.variant + 1) % 3;
				return `text of ${name}`;
			}
		}
	}

	#define({entities, enums}: Model): any[] {
		const made: any[] = [];
		const views: any[] = [];
		for (const entity of entities) {
			const {name, comment, schema, partitioned, deleteRule, columns} = entity;
			const table = schema ? `inv.${name}` : name;
			// MikroORM finds such a default different in MariaDB.
			const large = this.#isMysql ? p.bigint() : p.bigint().default(1);
			const properties: Record<string, any> = {
				id: p.integer().primary(),
				n: entity.isLarge ? large : p.integer().default(1),
				s: p.string().nullable(),
			};
			for (const column of columns) properties[column.name] = this.#property(column, enums, entity);
			const first = made[0];
			if (deleteRule && first) {
				properties.first = () => p.manyToOne(first).nullable().deleteRule(deleteRule);
			}
			const parts = ['indexes', 'uniques'].map(kind =>
				entity.indexes
					.filter(({unique}) => (kind === 'uniques') === Boolean(unique))
					.map(({name, columns, where, expression, unique}) => ({
						name,
						...(expression
							? {
									expression: `create ${unique ? 'unique ' : ''}index ${name} on ${table} (${[unique ? 'id' : [], ['n', 's', 'n, s'][expression.variant]].flat().join(', ')})`,
								}
							: {properties: columns}),
						...(where && {where: textOf(where)}),
					})),
			);
			made.push(
				defineEntity({
					name,
					tableName: name,
					...(schema && {schema: 'inv'}),
					...(comments[comment ?? 0] && {comment: comments[comment!]}),
					...(partitioned && {partitionBy: {type: 'hash', expression: ['id'], partitions: 2}}),
					indexes: parts[0],
					uniques: parts[1],
					checks: entity.checks.map(({name, text}) => ({name, expression: textOf(text)})),
					triggers: entity.triggers.map(({name, text, events, when}) => ({
						...{name, events, timing: 'before', body: this.#body(text)},
						...(when && {when: textOf(when).replace(/\b[ns](?= )/g, 'new.$&')}),
					})),
					policies: entity.policies.map(({name, text}) => ({name, using: textOf(text)})),
					properties,
				} as any),
			);
			views.push(
				...entity.views.map(({name, text, materialized}) =>
					defineEntity({
						name,
						tableName: name,
						view: true,
						materialized,
						expression: `select id, n from ${table} where ${textOf(text)}`,
						properties: {id: p.integer().primary(), n: p.integer()},
					} as any),
				),
			);
		}
		return [...made, ...views];
	}

	#body(text: Text): string {
		const value = `'${textOf(text).replaceAll("'", "''")}'`;
		if (this.#isPostgresql) return `if new.s = ${value} then new.s := null; end if; return new`;
		return this.#isMysql ? `set new.s = if(new.s = ${value}, null, new.s)` : `select ${value}`;
	}

	#property(column: Column, enums: Model['enums'], {schema}: Entity): any {
		const {kind, type, comment, collation} = column;
		const value = column.default;
		let made: any;
		if (kind === 'integer') made = type ? p.bigint() : p.integer();
		else if (kind === 'string') made = type ? p.text() : p.string().length(40);
		else if (kind === 'boolean') made = p.boolean();
		else if (kind === 'decimal')
			made = p
				.decimal()
				.precision(10)
				.scale(2 + type);
		else if (kind === 'list') made = p.array();
		else if (kind === 'enum') {
			const name = type ? 'mood' : 'kind';
			made = p.enum(this.#isPostgresql ? enums[name]! : ['a', 'b']);
			if (this.#isPostgresql && !schema) made = made.nativeEnumName(name);
		} else {
			const expression = type ? 'n + 1' : 'n + 2';
			return p.integer().generated(`(${expression}) stored`);
		}
		if (collation && kind === 'string' && knows.collations) {
			made = made.collation(
				{postgresql: 'C', sqlite: 'nocase'}[this.#driver as string] ?? 'utf8mb4_bin',
			);
		}
		made = made.nullable();
		if (comment && comments[comment]) made = made.comment(comments[comment]);
		if (value !== undefined && kind !== 'list') {
			const values: Record<string, any[]> = {
				integer: [1, 2, 3],
				string: ['Abc', 'abc', 'a (b) c'],
				boolean: [true, false, true],
				decimal: ['1.50', '2', '3.25'],
				enum: ['a', 'a', 'a'],
			};
			// MariaDB tells the default of a bigint, or a text, in another way than it was told.
			if (!(this.#isMysql && type)) made = made.default(values[kind]![value]);
		}
		return made;
	}

	/** Values that are right before and after; a column that goes has what it comes back with. */
	#rows(entity: Entity, to: Model): string[] {
		const after = to.entities.find(({name}) => name === entity.name);
		if (!after) return [];
		const kept = entity.columns.filter(
			({name, kind}) => kind !== 'generated' && after.columns.some(one => one.name === name),
		);
		const samples: Record<string, string> = {
			integer: '5',
			string: "'five'",
			boolean: 'true',
			decimal: '1.25',
			enum: "'a'",
			list: "'{x,y}'",
		};
		const names = ['id', 'n', 's', ...kept.map(({name}) => name)];
		const values = kept.map(({kind}) => samples[kind]);
		const table = entity.schema ? `inv.${entity.name}` : entity.name;
		return [1, 2].map(
			id =>
				`insert into ${table} (${names.join(', ')}) values (${[id, id, "'s'", ...values].join(', ')})`,
		);
	}

	#one<T>(list: readonly T[]): T {
		return list[this.#below(list.length)]!;
	}

	/** mulberry32 */
	#below(limit: number): number {
		this.#state = (this.#state + 0x6d2b79f5) | 0;
		let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) % limit;
	}
}

function textOf({kind, variant}: Text): string {
	return conditions[kind]![variant]!;
}

/** Makes, applies and unapplies the changes of a seed. */
export async function pairAtRandom(
	test: Pick<TestContext, 'after'>,
	database: DatabaseSettings,
	seed: number,
): Promise<void> {
	const change = new RandomEntities(seed, dialectOf({settings: {database}})).change();
	try {
		await thereAndBack(test, database, change);
	} catch (error) {
		(error as Error).message = `seed ${seed}: ${change.acts}\n${(error as Error).message}`;
		throw error;
	}
}
