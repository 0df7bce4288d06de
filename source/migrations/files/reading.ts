import {readFileSync} from 'node:fs';
import {driverClasses} from '../../mikro-orm/driver-name.ts';
import type {Driver} from '../../project/settings/settings.ts';
import {allDialects} from './dialect-names.ts';
import {answersIn, generatedIn} from './generated.ts';
import {type LiteralBody, literalBodyOf} from './literal-body.ts';
import {hashOf, meaningOfBody, meaningOfCode, textsIn} from './meaning.ts';
import {programOf} from './program.ts';
import {type Statics, staticsOf} from './statics.ts';
import {type Language, parse} from './syntax.ts';

/** What a migration's file says, found without running it. */
export interface MigrationReading extends Statics {
	/** All that it does; undefined where it runs code, or where that is not certain. */
	literal: LiteralBody | undefined;
	/** Where it runs code: the texts in it, but for those of down(). Its SQL is among them. */
	texts: string[];
	/** The kinds of database that it names. */
	dialects: Driver[];
	/** Which of them it was generated for, and the hashes of what it was then. */
	generated: Map<Driver, string>;
	/** What was answered when it was generated, as flags. */
	answers: string[];
	/**
	 * A hash of its text, and one of its meaning, which comments, formatting and types do not change. The
	 * first is quick to compare, the second is needed where it differs.
	 */
	fingerprint: string;
}

/** A file as far as it takes to read it. */
export interface SourceFile {
	/** Absolute path. */
	path: string;
	/** What it said when it was looked for. */
	source?: string;
	reading?: MigrationReading;
	/** That of the reading, which may be known without one. */
	fingerprint?: string;
	/** Its class, where the project lists classes and not files. */
	migration?: unknown;
}

/** What cannot be read runs code. */
export function readMigration(text: string, path: string): MigrationReading {
	const reading = readAs('javascript', text);
	return reading.literal || !/\.[cm]?ts$/.test(path) ? reading : readAs('typescript', text);
}

/**
 * The same of a file, which is read once: what was planned is what runs.
 * @returns undefined for a class that the project lists, and for a file that is gone
 */
export function readingOf(file: SourceFile): MigrationReading | undefined {
	if (file.migration) return undefined;
	try {
		file.reading ??= readMigration(textOf(file), file.path);
		return file.reading;
	} catch {
		return undefined;
	}
}

export function textOf({source, path}: SourceFile): string {
	return source ?? readFileSync(path, 'utf8');
}

function readAs(language: Language, text: string): MigrationReading {
	const syntax = parse(text, language);
	const program = programOf(syntax.statements);
	const statics = staticsOf(program, syntax);
	const literal = literalBodyOf(program);
	const meaning = literal ? meaningOfBody(literal, statics) : meaningOfCode(syntax, text);
	return {
		...statics,
		literal,
		texts: literal ? [] : textsIn(syntax.statements),
		dialects: allDialects.filter(driver => meaning.includes(driverClasses[driver])),
		generated: generatedIn(syntax.comments),
		answers: answersIn(syntax.comments),
		fingerprint: `${hashOf(text)}.${hashOf(meaning)}`,
	};
}
