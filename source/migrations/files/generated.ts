import {createHash} from 'node:crypto';
import type {Dialect} from '../../project/database/dialect.ts';

/** What a migration sends to one kind of database. */
export interface Statements {
	driver: Dialect;
	up: string[];
	down: string[];
}

/** What the comments of a generated migration say. */
export interface Generated {
	/** A hash for each kind of database, which matches until somebody edits a statement or an answer. */
	generated: Map<Dialect, string>;
	/** The answers to questions, as flags. */
	answers: string[];
}

/** The comment with the hashes. */
export function generatedComment(variants: Statements[], answers: string[]): string {
	const hashes = variants.map(variant => `${variant.driver} ${hashOf(variant, answers)}`);
	return `Generated: ${hashes.join(', ')}.`;
}

export function generatedIn(comments: string[]): Generated {
	const list = linesAfter('Generated', comments)[0]?.replace(/\.$/, '');
	const hashes = list?.split(', ').map(mark => mark.split(' ') as [Dialect, string]);
	return {generated: new Map(hashes), answers: linesAfter('Answered', comments)};
}

/** Whether a migration still sends the generated statements to this kind of database. */
export function isAsGenerated({generated, answers}: Generated, statements: Statements): boolean {
	return generated.get(statements.driver) === hashOf(statements, answers);
}

function linesAfter(word: string, comments: string[]): string[] {
	const lead = `${word}: `;
	return comments.filter(one => one.startsWith(lead)).map(one => one.slice(lead.length));
}

function hashOf({up, down}: Statements, answers: string[]): string {
	const text = JSON.stringify([up, down, answers]);
	return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
