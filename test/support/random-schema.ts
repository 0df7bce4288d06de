import {defineEntity, p} from '@mikro-orm/core';
import type {
	DefaultQuestion,
	Questioner,
	RenameQuestion,
} from '../../source/migrations/questions/questioner.ts';
import type {TableName} from '../../source/migrations/schema/table-key.ts';
import {type Dialect, isMysqlFamily} from '../../source/project/database/dialect.ts';

type Kind = 'integer' | 'string' | 'boolean' | 'reference';

export interface RandomProperty {
	/** Stays the same through renames. */
	uid: number;
	name: string;
	column: string;
	kind: Kind;
	/** The entity that a reference points to, by its uid. */
	target?: number;
	nullable: boolean;
	/** Was not null at some time. */
	wasRequired?: true;
	default?: string | number | boolean;
	index?: true;
	unique?: true;
	check?: true;
	/** What each row has. */
	values: (string | number | boolean | null)[];
}

export interface RandomEntity {
	uid: number;
	name: string;
	table: string;
	/** On PostgreSQL, if it is not the usual one. */
	schema?: string;
	/** The names that its table has had: its key keeps the first, but for one that moves to another schema. */
	tables: string[];
	properties: RandomProperty[];
}

/** How many rows each table has, with the ids 1, 2 and so on. */
const rowCount = 3;

/** Entities that change at random, always in the same way for a seed, and what their rows hold. */
export class RandomSchema implements Questioner {
	entities: RandomEntity[] = [];
	/** New names by old ones, of this step: `Ent1`, `Ent1.p2`. */
	/** The tables at the beginning of the step. */
	#before: Omit<RandomEntity, 'name' | 'properties'>[] = [];
	#renamed = new Map<string, string>();
	/** What a question is answered with, by entity and property. */
	#fills = new Map<string, string>();
	/** Whose default was changed in this step. */
	readonly #changed = new Set<string>();
	#count = 0;
	#state: number;
	readonly #driver: Dialect;

	constructor(seed: number, driver: Dialect) {
		this.#state = seed;
		this.#driver = driver;
	}

	/** @returns what was done, as one line */
	step(): string {
		this.#renamed.clear();
		this.#fills.clear();
		this.#changed.clear();
		this.#before = this.entities.map(({uid, table, schema, tables}) => ({
			uid,
			table,
			schema,
			tables: [...tables],
		}));
		const acts: string[] = [];
		const changes = 1 + this.#below(3);
		// What a step has touched is not touched again: there may be nothing left to change.
		for (let tries = 0; acts.length < changes && tries < 200; tries++) {
			const act = this.#change();
			if (act) acts.push(act);
		}
		if (acts.length === 0) acts.push(this.#addEntity());
		return acts.join(', ');
	}

	async renamedTo({entity, property, candidates}: RenameQuestion): Promise<string | undefined> {
		const name = this.#renamed.get(property === undefined ? entity : `${entity}.${property}`);
		return candidates.find(candidate => candidate === name);
	}

	async oneOffDefault({entity, property}: DefaultQuestion): Promise<string | undefined> {
		const fill = this.#fills.get(`${entity}.${property}`);
		if (fill === undefined)
			throw new Error(`Nobody expected a question about ${entity}.${property}.`);
		return fill;
	}

	/** Entities for MikroORM, made anew. */
	define(): any[] {
		const defined = new Map<number, any>();
		const isMysql = isMysqlFamily(this.#driver);
		const quote = (name: string) => {
			const sign = isMysql ? '`' : '"';
			return `${sign}${name.replaceAll(sign, sign + sign)}${sign}`;
		};
		for (const {uid, name, table, schema, properties} of this.entities) {
			const described = properties.map(property => [
				property.name,
				describe(property, defined, quote),
			]);
			defined.set(
				uid,
				defineEntity({
					...{name, tableName: table, schema},
					properties: {id: p.integer().primary(), ...Object.fromEntries(described)},
				} as any),
			);
		}
		return [...defined.values()];
	}

	#change(): string | undefined {
		if (this.entities.length < 2) return this.#addEntity();
		const entity = this.#one(this.entities);
		if ([...this.#renamed.values()].includes(entity.name)) return undefined;
		const property = entity.properties.length > 0 ? this.#one(entity.properties) : undefined;
		const act = this.#below(13);
		if (act === 0) return this.#addEntity();
		if (act === 1) return this.#removeEntity(entity);
		if (act === 2) return this.#renameEntity(entity);
		if (act < 6 || !property) return this.#addProperty(entity);
		if (act === 6) return this.#removeProperty(entity, property);
		if (act < 9) return this.#renameProperty(entity, property);
		if (act === 9) return this.#changeNull(entity, property);
		if (act === 10) return this.#changeType(entity, property);
		if (act === 11) return this.#changeDefault(entity, property);
		return this.#changeIndexes(entity, property);
	}

	#addEntity(): string {
		const uid = ++this.#count;
		const entity: RandomEntity = {
			uid,
			name: `Ent${uid}`,
			...this.#place(uid),
			tables: [],
			properties: [],
		};
		entity.tables.push(entity.table);
		for (let count = this.#below(4); count > 0; count--) {
			entity.properties.push(this.#property(true));
		}
		this.entities.push(entity);
		return `create ${entity.name}`;
	}

	/** What references it would lose its rows on the way back: those stay. */
	#removeEntity(entity: RandomEntity): string | undefined {
		const others = this.entities.filter(other => other !== entity);
		const referenced = others.some(({properties}) =>
			properties.some(({target}) => target === entity.uid),
		);
		if (referenced || this.entities.length < 3 || this.#isTouched(entity.name)) return undefined;
		this.entities = others;
		return `delete ${entity.name}`;
	}

	/** By itself: what shares less than half of its columns is taken for another. */
	#renameEntity(entity: RandomEntity): string | undefined {
		if (this.#isTouched(entity.name)) return undefined;
		if (entity.properties.some(property => this.#isNewProperty(property))) return undefined;
		const count = ++this.#count;
		const {name: old, table, schema} = entity;
		const way = this.#below(4);
		if (way > 0) entity.name = `Ent${count}`;
		const place = this.#place(count);
		const isMoved = place.schema !== schema;
		if (isMoved && !this.#isFreeFor(entity, place))
			Object.assign(place, {table: this.#word(count), schema});
		if (way < 3) Object.assign(entity, way === 0 ? caseChanged(entity) : place);
		if (way === 3) entity.table = `ent${count}`;
		if (entity.schema !== schema && entity.tables.length === 1) entity.tables = [];
		entity.tables.push(entity.table);
		this.#renamed.set(old, entity.name);
		const places = [{table, schema}, entity].map(one => [one.schema, one.table].join('.'));
		return `rename ${old} to ${entity.name} (${places.join(' to ')})`;
	}

	/** PostgreSQL moves no table whose key keeps a name that is taken there. */
	#isFreeFor(
		{uid, tables}: RandomEntity,
		{table, schema}: Pick<RandomEntity, 'table' | 'schema'>,
	): boolean {
		const keys = tables.length > 1 ? tables : [table];
		return ![...this.entities, ...this.#before].some(
			other =>
				other.uid !== uid &&
				other.schema === schema &&
				other.tables.some(name => keys.includes(name)),
		);
	}

	#addProperty(entity: RandomEntity): string | undefined {
		if (this.#isNew(entity)) return undefined;
		const property = this.#property(false);
		entity.properties.push(property);
		const filled = property.values[0];
		if (!property.nullable && property.default === undefined) {
			this.#fills.set(`${entity.name}.${property.name}`, literal(filled!));
		}
		return `add ${entity.name}.${property.name} ${property.kind}`;
	}

	/** Without NULL or a default it could not come back on the way back. */
	#removeProperty(entity: RandomEntity, property: RandomProperty): string | undefined {
		if (property.wasRequired && property.default === undefined) return undefined;
		this.#changed.add(`${entity.name}.`);
		if (property.unique || this.#isTouched(`${entity.name}.${property.name}`)) return undefined;
		entity.properties = entity.properties.filter(other => other !== property);
		return `remove ${entity.name}.${property.name}`;
	}

	#renameProperty(entity: RandomEntity, property: RandomProperty): string | undefined {
		if (this.#isNew(entity) || this.#isTouched(`${entity.name}.${property.name}`)) return undefined;
		if (this.#renamed.has(entity.name)) return undefined;
		const {name: old, column} = property;
		const count = ++this.#count;
		const way = this.#below(4);
		if (way > 0) property.name = `p${count}`;
		property.column = way === 1 ? otherCase(column) : this.#word(count);
		this.#renamed.set(`${entity.name}.${old}`, property.name);
		return `rename ${entity.name}.${old} to ${property.name} (${column} to ${property.column})`;
	}

	#changeNull(entity: RandomEntity, property: RandomProperty): string | undefined {
		if (property.unique || this.#isNew(entity)) return undefined;
		if (this.#fills.has(`${entity.name}.${property.name}`)) return undefined;
		property.nullable = !property.nullable;
		this.#changed.add(`${entity.name}.${property.name}`);
		property.wasRequired = true;
		if (property.nullable) return `null ${entity.name}.${property.name}`;
		const fill = property.kind === 'reference' ? 1 : this.#value(property.kind);
		this.#fills.set(`${entity.name}.${property.name}`, literal(fill));
		property.values = property.values.map(value => value ?? fill);
		return `not null ${entity.name}.${property.name}`;
	}

	#changeType(entity: RandomEntity, property: RandomProperty): string | undefined {
		if (property.kind !== 'integer' || property.check || property.default !== undefined)
			return undefined;
		if (this.#isTouched(`${entity.name}.${property.name}`)) return undefined;
		if (this.#fills.has(`${entity.name}.${property.name}`)) return undefined;
		property.kind = 'string';
		property.values = property.values.map(value => (value === null ? null : String(value)));
		this.#renamed.set(`${entity.name}.${property.name}`, property.name);
		return `type of ${entity.name}.${property.name}`;
	}

	#changeDefault(entity: RandomEntity, property: RandomProperty): string | undefined {
		if (property.kind === 'reference' || this.#fills.has(`${entity.name}.${property.name}`)) {
			return undefined;
		}
		if (this.#isNewProperty(property)) return undefined;
		property.default = property.default !== undefined ? undefined : this.#value(property.kind);
		this.#changed.add(`${entity.name}.${property.name}`);
		return `default of ${entity.name}.${property.name}`;
	}

	#changeIndexes(entity: RandomEntity, property: RandomProperty): string {
		const distinct = new Set(property.values).size === property.values.length;
		if (property.unique) property.unique = undefined;
		else if (property.kind === 'integer' && this.#below(3) === 0) {
			property.check = property.check ? undefined : true;
		} else if (distinct && !property.index && !property.values.includes(null))
			property.unique = true;
		else property.index = property.index ? undefined : true;
		return `index of ${entity.name}.${property.name}`;
	}

	/** @param fresh of a table that is new, and whose rows come later */
	#property(fresh: boolean): RandomProperty {
		const uid = ++this.#count;
		const kinds: Kind[] = ['integer', 'string', 'boolean', 'integer', 'string', 'reference'];
		let kind = this.#one(kinds);
		const target =
			kind === 'reference' ? this.entities.find(other => !this.#isNew(other)) : undefined;
		if (kind === 'reference' && !target) kind = 'integer';
		const nullable = this.#below(2) === 0;
		const names = {name: `p${uid}`, column: this.#word(uid)};
		const property: RandomProperty = {uid, ...names, kind, nullable, values: []};
		if (!nullable) property.wasRequired = true;
		this.#fresh.add(uid);
		if (target) property.target = target.uid;
		else if (this.#below(3) === 0) property.default = this.#value(kind);
		if (this.#below(4) === 0) property.index = true;
		const filler = nullable ? null : target ? 1 : this.#value(kind);
		property.values = Array.from({length: rowCount}, () => {
			if (!fresh) return property.default ?? filler;
			if (target) return nullable ? null : 1;
			return nullable && this.#below(3) === 0 ? null : this.#value(kind);
		});
		return property;
	}

	/** What came into being in this step and has no rows yet, by uid. */
	readonly #fresh = new Set<number>();
	readonly #settled = new Set<number>();

	/** To be called when the step is applied. */
	settle(): void {
		for (const {uid, properties} of this.entities) {
			this.#settled.add(uid);
			for (const property of properties) this.#fresh.delete(property.uid);
		}
	}

	/** The entities whose tables are new and empty, with the rows they are to have. */
	newRows(): {table: TableName; rows: Record<string, unknown>[]}[] {
		return this.entities
			.filter(entity => this.#isNew(entity))
			.map(entity => ({table: placeOf(entity), rows: rowsOf(entity)}));
	}

	#isNew({uid}: RandomEntity): boolean {
		return !this.#settled.has(uid);
	}

	#isNewProperty({uid}: RandomProperty): boolean {
		return this.#fresh.has(uid);
	}

	/** Something that is new, or was changed, in this step already. */
	#isTouched(name: string): boolean {
		const names = [
			...this.#renamed.keys(),
			...this.#renamed.values(),
			...this.#fills.keys(),
			...this.#changed,
		];
		if (names.some(other => other === name || other.startsWith(`${name}.`))) return true;
		if (names.includes(name.split('.').pop()!)) return true;
		return this.entities.some(
			entity =>
				(this.#isNew(entity) && entity.name === name) ||
				entity.properties.some(
					property => this.#isNewProperty(property) && `${entity.name}.${property.name}` === name,
				),
		);
	}

	#value(kind: Kind): string | number | boolean {
		if (kind === 'boolean') return this.#below(2) === 0;
		const number = this.#below(1_000_000);
		return kind === 'string' ? `so ${number}` : number;
	}

	/** A table's name, which another schema may have as well, and its schema. */
	#place(count: number): Pick<RandomEntity, 'table' | 'schema'> {
		if (this.#driver !== 'postgresql') return {table: this.#word(count)};
		const schema = this.#one([undefined, undefined, 'archive', 'Old stuff']);
		// A table that was just deleted or renamed would live on as that of another entity, with its rows.
		const isFree = (table: string) =>
			![...this.entities, ...this.#before].some(
				other => other.schema === schema && other.table === table,
			);
		const others = this.entities.map(({table}) => table).filter(isFree);
		const table = others.length > 0 && this.#below(2) === 0 ? this.#one(others) : this.#word(count);
		return {table, schema};
	}

	/** A name that SQL needs quotes for, more often than not. */
	#word(count: number): string {
		const words = ['p', 'größe', 'order items', 'a"b', 'Select', '注文', 'Mixed'];
		return `${this.#one(words)}${count}`;
	}

	#one<T>(list: T[]): T {
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

/** Where the rows of an entity are. */
export function placeOf({table, schema}: RandomEntity): TableName {
	return {name: table, schema};
}

/** The same name in other letters; what has only one case stays. */
function otherCase(name: string): string {
	const upper = name.toUpperCase();
	return upper === name ? name.toLowerCase() : upper;
}

function caseChanged({table}: RandomEntity): Pick<RandomEntity, 'table'> {
	return {table: otherCase(table)};
}

export function rowsOf({properties}: RandomEntity): Record<string, unknown>[] {
	return Array.from({length: rowCount}, (_, row) => ({
		id: row + 1,
		...Object.fromEntries(
			properties.map(property => [property.column, property.values[row] ?? null]),
		),
	}));
}

export function literal(value: unknown): string {
	if (value === null) return 'null';
	return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}

function describe(
	property: RandomProperty,
	defined: Map<number, any>,
	quote: (name: string) => string,
): any {
	const {kind, target, nullable, index, unique, check, column} = property;
	if (kind === 'reference') {
		return () => {
			const relation: any = p.manyToOne(defined.get(target!)).joinColumn(column);
			const indexed = unique ? relation.unique() : relation;
			return nullable ? indexed.nullable().deleteRule('set null') : indexed.deleteRule('cascade');
		};
	}
	let builder: any = p[kind]().fieldName(column);
	if (nullable) builder = builder.nullable();
	if (property.default !== undefined) builder = builder.default(property.default);
	if (index) builder = builder.index();
	if (unique) builder = builder.unique();
	if (check) builder = builder.check(`${quote(column)} > -1`);
	return builder;
}
