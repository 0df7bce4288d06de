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

/** The kinds of database that a file was generated for; none where it was written by hand. */
export function generatedDialects(source: string): Driver[] {
	return [...marksIn(source).keys()];
}

/** Whether the file is for this kind of database still as it was generated. */
export function isAsGenerated(source: string, statements: Statements): boolean {
	return marksIn(source).get(statements.driver) === hashOf(statements, answersIn(source));
}

/** What was answered when the migration was made, as flags. */
export function answersIn(source: string): string[] {
	return [...source.matchAll(/^\/\/ Answered: (.*)$/gm)].map(([, answer]) => answer!.trim());
}

function marksIn(source: string): Map<Driver, string> {
	const list = /^\/\/ Generated: (.*)\.\s*$/m.exec(source)?.[1];
	return new Map(list?.split(', ').map(mark => mark.split(' ') as [Driver, string]));
}

function hashOf({up, down}: Statements, answers: string[]): string {
	const text = JSON.stringify([up, down, answers]);
	return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
