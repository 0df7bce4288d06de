/** What a change of the schema leaves behind when it is made: something that is there, or is gone. */
export interface Trace {
	kind: 'relation' | 'column' | 'index' | 'constraint' | 'primary key' | 'trigger' | 'routine';
	/** With its schema, if the statement says one. */
	name: string[];
	/** Of what belongs to a table, as far as the statement says it. */
	table?: string[];
	exists: boolean;
}

/**
 * What a statement leaves behind.
 * @param folds whether the database keeps a name without quotes in lower case
 * @returns undefined where that cannot be read
 */
export function tracesOf(sql: string, folds: boolean): Trace[] | undefined {
	const reader = new Reader(sql, folds);
	try {
		const traces = statement(reader);
		return reader.isAtEnd ? withoutContradictions(traces) : undefined;
	} catch (error) {
		if (error instanceof Unreadable) return undefined;
		throw error;
	}
}

class Unreadable extends Error {}

/** A column that is dropped and added again tells nothing. */
function withoutContradictions(traces: Trace[]): Trace[] {
	const keyed = traces.map(({exists, ...thing}) => [JSON.stringify(thing), exists] as const);
	return traces.filter(({exists}, index) =>
		keyed.every(([key, other]) => key !== keyed[index]![0] || other === exists),
	);
}

const token =
	/\s+|--[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/|(`(?:[^`]|``)*`|"(?:[^"]|"")*")|('(?:[^'\\]|\\.|'')*')|([\p{L}\p{N}_$@]+)|(.)/gsu;

type Token = {text: string; isName: boolean; isQuoted: boolean};

class Reader {
	readonly #tokens: Token[];
	readonly #folds: boolean;
	#index = 0;

	constructor(sql: string, folds: boolean) {
		this.#folds = folds;
		this.#tokens = [...sql.matchAll(token)].flatMap(([, quoted, string, word, sign]) => {
			if (quoted) {
				const quote = quoted[0]!;
				const text = quoted.slice(1, -1).replaceAll(quote + quote, quote);
				return {text, isName: true, isQuoted: true};
			}
			const text = string ?? word ?? sign;
			return text === undefined ? [] : {text, isName: word !== undefined, isQuoted: false};
		});
		while (this.#tokens.at(-1)?.text === ';') this.#tokens.pop();
	}

	get isAtEnd(): boolean {
		return this.#index >= this.#tokens.length;
	}

	/** Takes these words, if they come next. */
	takes(words: string): boolean {
		const wanted = words.split(' ');
		const isNext = wanted.every((word, offset) => {
			const next = this.#tokens[this.#index + offset];
			return next && !next.isQuoted && next.text.toLowerCase() === word;
		});
		if (isNext) this.#index += wanted.length;
		return isNext;
	}

	takesOneOf(...words: string[]): boolean {
		return words.some(word => this.takes(word));
	}

	/** A name with those before its dots. */
	name(): string[] {
		const parts: string[] = [];
		do {
			const next = this.#tokens[this.#index++];
			if (!next?.isName) throw new Unreadable();
			parts.push(this.#folds && !next.isQuoted ? next.text.toLowerCase() : next.text);
		} while (this.takes('.'));
		return parts;
	}

	/** To the comma that ends a clause, or to the end. */
	skipClause(): void {
		for (let depth = 0; !this.isAtEnd; this.#index++) {
			const {text, isName} = this.#tokens[this.#index]!;
			if (depth === 0 && text === ',' && !isName) return;
			if (text === '(') depth++;
			if (text === ')') depth--;
		}
	}

	skipAll(): void {
		this.#index = this.#tokens.length;
	}

	list(): string[][] {
		const names = [this.name()];
		while (this.takes(',')) names.push(this.name());
		return names;
	}
}

function statement(reader: Reader): Trace[] {
	if (reader.takes('create')) return created(reader);
	if (reader.takes('drop')) return dropped(reader);
	if (reader.takes('rename table')) return renamedTables(reader);
	if (reader.takes('alter table')) return altered(reader);
	throw new Unreadable();
}

/** Words between `create` and what is made. */
const adjectives = [
	'or replace',
	'unique',
	'fulltext',
	'spatial',
	'unlogged',
	'materialized',
	'aggregate',
];

function kindOf(reader: Reader): Trace['kind'] {
	while (reader.takesOneOf(...adjectives));
	if (reader.takesOneOf('table', 'view', 'sequence')) return 'relation';
	if (reader.takes('index')) return 'index';
	if (reader.takes('trigger')) return 'trigger';
	if (reader.takesOneOf('procedure', 'function')) return 'routine';
	throw new Unreadable();
}

function created(reader: Reader): Trace[] {
	const kind = kindOf(reader);
	reader.takes('concurrently');
	reader.takes('if not exists');
	const name = reader.name();
	const table = kind === 'index' && reader.takes('on') ? onTable(reader) : undefined;
	reader.skipAll();
	return [{kind, name, table, exists: true}];
}

function onTable(reader: Reader): string[] {
	reader.takes('only');
	return reader.name();
}

function dropped(reader: Reader): Trace[] {
	const kind = kindOf(reader);
	reader.takes('concurrently');
	reader.takes('if exists');
	const names = reader.list();
	const table = reader.takes('on') ? onTable(reader) : undefined;
	reader.takesOneOf('cascade', 'restrict');
	if (kind === 'routine') reader.skipAll();
	return names.map(name => ({kind, name, table, exists: false}));
}

function renamedTables(reader: Reader): Trace[] {
	const traces: Trace[] = [];
	do {
		const from = reader.name();
		if (!reader.takes('to')) throw new Unreadable();
		traces.push(...renamed('relation', from, reader.name()));
	} while (reader.takes(','));
	return traces;
}

function renamed(kind: Trace['kind'], from: string[], to: string[], table?: string[]): Trace[] {
	return [
		{kind, name: from, table, exists: false},
		{kind, name: to, table, exists: true},
	];
}

function altered(reader: Reader): Trace[] {
	reader.takes('if exists');
	reader.takes('only');
	const table = reader.name();
	const traces: Trace[] = [];
	let now = table;
	do {
		const found = clause(reader, table);
		const moved = found.find(({kind, exists}) => kind === 'relation' && exists);
		if (moved) now = moved.name;
		traces.push(...found);
	} while (reader.takes(','));
	return traces.map(trace => (trace.table ? {...trace, table: now} : trace));
}

function clause(reader: Reader, table: string[]): Trace[] {
	if (reader.takes('add')) return added(reader, table);
	if (reader.takes('drop')) return removed(reader, table);
	if (reader.takes('rename')) return renamedPart(reader, table);
	if (reader.takes('change')) return changed(reader, table);
	if (reader.takesOneOf('modify', 'alter', 'comment', 'convert', 'engine')) {
		reader.skipClause();
		return [];
	}
	throw new Unreadable();
}

function added(reader: Reader, table: string[]): Trace[] {
	const thing = (kind: Trace['kind'], name: string[]): Trace[] => {
		reader.skipClause();
		return [{kind, name, table, exists: true}];
	};
	if (reader.takes('constraint')) {
		if (reader.takesOneOf('unique', 'foreign', 'check')) throw new Unreadable();
		return reader.takes('primary key')
			? thing('primary key', [])
			: thing('constraint', reader.name());
	}
	if (reader.takes('primary key')) return thing('primary key', []);
	if (reader.takesOneOf('foreign', 'check', 'partition', 'period')) throw new Unreadable();
	const isIndex = reader.takesOneOf('unique', 'fulltext', 'spatial');
	if (reader.takesOneOf('index', 'key') || isIndex) {
		reader.takes('if not exists');
		return thing('index', reader.name());
	}
	reader.takes('column');
	reader.takes('if not exists');
	return thing('column', reader.name());
}

function removed(reader: Reader, table: string[]): Trace[] {
	const thing = (kind: Trace['kind'], name: string[]): Trace[] => {
		reader.takesOneOf('cascade', 'restrict');
		return [{kind, name, table, exists: false}];
	};
	if (reader.takes('primary key')) return thing('primary key', []);
	const kind = reader.takesOneOf('index', 'key')
		? 'index'
		: reader.takesOneOf('foreign key', 'constraint', 'check')
			? 'constraint'
			: 'column';
	if (kind === 'column') reader.takes('column');
	reader.takes('if exists');
	return thing(kind, reader.name());
}

function renamedPart(reader: Reader, table: string[]): Trace[] {
	const kind = reader.takes('column')
		? 'column'
		: reader.takesOneOf('index', 'key')
			? 'index'
			: reader.takes('constraint')
				? 'constraint'
				: undefined;
	if (!kind) {
		reader.takesOneOf('to', 'as');
		const name = reader.name();
		const moved = name.length > 1 ? name : [...table.slice(0, -1), ...name];
		return renamed('relation', table, moved);
	}
	const from = reader.name();
	if (!reader.takes('to')) throw new Unreadable();
	return renamed(kind, from, reader.name(), table);
}

/** Under its own name a column is only declared again, which does no harm. */
function changed(reader: Reader, table: string[]): Trace[] {
	reader.takes('column');
	const [from, to] = [reader.name(), reader.name()];
	reader.skipClause();
	return from.join() === to.join() ? [] : renamed('column', from, to, table);
}
