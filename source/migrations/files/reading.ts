import {readFileSync} from 'node:fs';
import {driverClasses} from '../../mikro-orm/driver-name.ts';
import type {Dialect} from '../../project/database/dialect.ts';
import {allDialects} from './dialect-names.ts';
import {type Generated, generatedIn} from './generated.ts';
import {type LiteralBody, literalBodyOf} from './literal-body.ts';
import {hashOf, meaningOfBody, meaningOfCode, textsIn} from './meaning.ts';
import {matcher} from './pattern.ts';
import {baseName, type Program, programOf} from './program.ts';
import {type Statics, staticsOf} from './statics.ts';
import {type Language, parse, type Syntax, type SyntaxFault} from './syntax.ts';

/** What a migration's file says, found without running it. */
export interface MigrationReading extends Statics, Generated {
	/** All that it does; undefined if it runs code, or may run code. */
	literal: LiteralBody | undefined;
	/** If it runs code, the texts in it except those of down(). Its SQL is among them. */
	texts: string[];
	/** Why it cannot be parsed, as JavaScript or as what its name says. */
	fault?: SyntaxFault;
	/** Those except the texts of up(). */
	textsBack: string[];
	/** False only if it has no down(), and inherits none. */
	hasDown: boolean;
	/** False if it may want no transaction. */
	isTransactional: boolean;
	/** The kinds of database that it names. */
	dialects: Dialect[];
	/**
	 * A hash of its text, and one of its meaning, which comments, formatting and types do not change. The
	 * first is quick to compare, the second is needed if it differs.
	 */
	fingerprint: string;
}

/** A file that can be read, and what has been read of it. */
export interface SourceFile {
	/** Absolute path. */
	path: string;
	/** Its text when it was found. */
	source?: string;
	reading?: MigrationReading;
	/** That of the reading, which may be cached without it. */
	fingerprint?: string;
	/** Its class, if the project lists classes instead of files. */
	migration?: unknown;
}

/** Of a class that the project lists: its own text, without what is around it. */
export function readingOfClass(migration: unknown): MigrationReading | undefined {
	const text = String(migration);
	const [, base] = /^class\b[^{]*?\bextends\s+([\w$.]+)\s*\{/.exec(text) ?? [];
	const [first, ...members] = base?.split('.') ?? [];
	const isMigration = Object.getPrototypeOf(migration)?.name === 'Migration';
	if (!isMigration || !first || members.length > 1) return undefined;
	const library = "'@mikro-orm/migrations'";
	const lead =
		members.length === 0
			? `import {Migration as ${first}} from ${library};`
			: `const ${first} = require(${library});`;
	return readMigration(`${lead}\nexport default ${text}`, 'class.js');
}

/** A text that cannot be parsed counts as code. */
export function readMigration(text: string, path: string): MigrationReading {
	const reading = readAs('javascript', text);
	if (reading.literal || !/\.[cm]?ts$/.test(path)) return reading;
	const typed = readAs('typescript', text);
	return reading.fault ? typed : {...typed, fault: undefined};
}

/**
 * Reads a file once, so that what was planned is what runs.
 * @returns undefined for a class that the project lists, and for a deleted file
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
		fault: syntax.fault,
		texts: literal ? [] : textsIn(syntax.statements, 'down'),
		textsBack: literal ? [] : textsIn(syntax.statements, 'up'),
		...(literal
			? {hasDown: literal.down !== undefined, isTransactional: literal.isTransactional}
			: traitsOf(program, syntax)),
		dialects: allDialects.filter(driver => meaning.includes(driverClasses[driver])),
		...generatedIn(syntax.comments),
		fingerprint: `${hashOf(text)}.${hashOf(meaning)}`,
	};
}

const transactional = matcher('isTransactional() { return true; }', 'member');

/** A class that inherits from another than MikroORM's may inherit a down(). */
function traitsOf({classes, bases}: Program, {isWhole, members}: Syntax) {
	const own = (name: string) => members.filter(({key}) => (key?.value ?? key?.name) === name);
	const inherits = [...classes.values()].some(({superClass}) => !bases.has(baseName(superClass)));
	return {
		hasDown: !isWhole || inherits || own('down').length > 0,
		isTransactional: isWhole && own('isTransactional').every(member => transactional(member)),
	};
}
