import type {Dialect} from '../../project/database/dialect.ts';
import {asName, type QualifiedName, qualifiedName} from './names.ts';
import {NotUnderstood, type Token} from './tokens.ts';

/** By phrase: what each of its words may be. */
const phrases = new Map<string, string[][]>();

function choicesOf(phrase: string): string[][] {
	let choices = phrases.get(phrase);
	if (!choices) {
		choices = phrase.split(' ').map(one => one.split('|'));
		phrases.set(phrase, choices);
	}
	return choices;
}

/** Reads a statement token by token. */
export class Cursor {
	readonly dialect: Dialect;
	readonly #sql: string;
	readonly #tokens: Token[];
	#at: number;
	readonly #end: number;

	constructor(sql: string, dialect: Dialect, tokens: Token[], from = 0, to = tokens.length) {
		this.dialect = dialect;
		this.#sql = sql;
		this.#tokens = tokens;
		this.#at = from;
		this.#end = to;
	}

	/** The number of tokens before it, in the whole text. */
	get position(): number {
		return this.#at;
	}

	get isAtEnd(): boolean {
		return this.#at >= this.#end;
	}

	/** The tokens that are left. */
	get rest(): Token[] {
		return this.#tokens.slice(this.#at, this.#end);
	}

	/** The SQL that is left. */
	get text(): string {
		if (this.isAtEnd) return '';
		return this.#sql.slice(this.#tokens[this.#at]!.start, this.#tokens[this.#end - 1]!.end);
	}

	/** The keywords and signs that are left; of brackets only `(`, and names and texts left out. */
	get outline(): string {
		let outline = '';
		let depth = 0;
		for (let at = this.#at; at < this.#end; at++) {
			const {kind, value, word} = this.#tokens[at]!;
			const isSign = kind === 'sign';
			if (isSign && value === ')') depth--;
			if (depth === 0 && (word || isSign)) outline += ` ${word || value}`;
			if (isSign && value === '(') depth++;
		}
		return outline;
	}

	sqlOf({start, end}: Token): string {
		return this.#sql.slice(start, end);
	}

	/** @param ahead of the next token; -1 is the one before it */
	peek(ahead = 0): Token | undefined {
		return this.#at + ahead < this.#end ? this.#tokens[this.#at + ahead] : undefined;
	}

	next(): Token {
		const token = this.peek();
		if (!token) throw new NotUnderstood();
		this.#at++;
		return token;
	}

	/** @param phrase keywords or signs, with a space between them; `a|b` is either */
	is(phrase: string): boolean {
		return this.#isThere(choicesOf(phrase));
	}

	#isThere(phrase: string[][]): boolean {
		for (let ahead = 0; ahead < phrase.length; ahead++) {
			const token = this.peek(ahead);
			if (!token || token.kind === 'text' || token.kind === 'name') return false;
			if (!phrase[ahead]!.includes(token.word || token.value)) return false;
		}
		return true;
	}

	/** @returns whether the phrase was there; it is behind the cursor then */
	take(phrase: string): boolean {
		const isThere = this.is(phrase);
		if (isThere) this.#at += choicesOf(phrase).length;
		return isThere;
	}

	/** The first of the phrases that is there. */
	takeOne(phrases: string[]): string | undefined {
		return phrases.find(phrase => this.take(phrase));
	}

	expect(phrase: string): void {
		if (!this.take(phrase)) throw new NotUnderstood();
	}

	expectEnd(): void {
		if (!this.isAtEnd) throw new NotUnderstood();
	}

	/** A name without a schema. */
	name(): string {
		const token = this.next();
		const isName = token.kind === 'word' || token.kind === 'name' || token.mayBeName;
		if (!isName) throw new NotUnderstood();
		return asName(token, this.dialect);
	}

	/** A name with those before its dots. */
	names(): string[] {
		const parts = [this.name()];
		while (this.take('.')) parts.push(this.name());
		return parts;
	}

	/** A name that may have a schema, and a database's name before it. */
	qualified(): QualifiedName {
		return qualifiedName(this.names().slice(-2));
	}

	/** What stands between brackets. */
	brackets(): Cursor {
		this.expect('(');
		const inside = this.until(')');
		this.expect(')');
		return inside;
	}

	/** Everything up to one of the phrases outside of brackets, or to the end. */
	until(...phrases: string[]): Cursor {
		const from = this.#at;
		const wanted = phrases.map(choicesOf);
		let depth = 0;
		while (!this.isAtEnd) {
			if (depth === 0 && wanted.some(phrase => this.#isThere(phrase))) break;
			const {kind, value} = this.next();
			if (kind !== 'sign') continue;
			if (value === '(') depth++;
			if (value === ')') depth--;
			if (depth < 0) throw new NotUnderstood();
		}
		if (depth > 0) throw new NotUnderstood();
		return this.#between(from, this.#at);
	}

	/** The parts between the signs outside of brackets. */
	split(sign: string): Cursor[] {
		const parts: Cursor[] = [];
		do parts.push(this.until(sign));
		while (this.take(sign));
		return parts;
	}

	/** A cursor of its own over what is left. */
	copy(): Cursor {
		return this.#between(this.#at, this.#end);
	}

	/** A cursor of its own over the next tokens. */
	first(count: number): Cursor {
		return this.#between(this.#at, this.#at + count);
	}

	#between(from: number, to: number): Cursor {
		return new Cursor(this.#sql, this.dialect, this.#tokens, from, to);
	}
}
