import {createHash} from 'node:crypto';
import type {Driver} from '../../project/settings/settings.ts';

/** What a migration sends to one kind of database. */
export interface Statements {
	driver: Driver;
	up: string[];
	down: string[];
}

/**
 * The comment of a migration that was written by the engine alone: a hash for each kind of database,
 * which fits as long as nobody has changed a statement or an answer.
 */
export function generatedComment(variants: Statements[], answers: string[]): string {
	const hashes = variants.map(variant => `${variant.driver} ${hashOf(variant, answers)}`);
	return `Generated: ${hashes.join(', ')}.`;
}

/** The hashes in such a comment; none where there is no such comment. */
export function generatedIn(comments: string[]): Map<Driver, string> {
	const list = linesAfter('Generated', comments)[0]?.replace(/\.$/, '');
	return new Map(list?.split(', ').map(mark => mark.split(' ') as [Driver, string]));
}

/** What was answered when the migration was made, as flags. */
export function answersIn(comments: string[]): string[] {
	return linesAfter('Answered', comments);
}

/** Whether a migration sends to this kind of database what it did when it was generated. */
export function isAsGenerated(
	{generated, answers}: {generated: Map<Driver, string>; answers: string[]},
	statements: Statements,
): boolean {
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
