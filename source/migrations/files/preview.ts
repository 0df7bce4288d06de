import {driverClasses} from '../../mikro-orm/driver-name.ts';
import type {Dialect} from '../../project/database/dialect.ts';
import {leftOut, statementsOn} from './literal-migration.ts';
import type {MigrationFile} from './loader.ts';
import {type MigrationReading, readingOf, readingOfClass, textOf} from './reading.ts';

/** What a migration would send to the database. It is read from the file: nothing runs. */
export interface Preview {
	/** Empty if it runs code. */
	sql: string[];
	/** The code, of which the statements are not known. */
	source?: string;
	/** The texts in the code: some may be statements that it sends. */
	texts: string[];
	/** The error that it throws at the end of its statements. */
	stoppedBy?: string;
	transactional: boolean;
	/** It has a down() of its own. */
	reversible: boolean;
	/** What its author consents to: the reason, by the code of the hazard. */
	accepts: Record<string, string>;
}

/** @param driver what a migration for several databases would find */
export function previewOf(
	file: MigrationFile,
	direction: 'forwards' | 'backwards',
	driver: Dialect,
): Preview {
	const reading = file.migration ? readingOfClass(file.migration) : readingOf(file);
	if (!reading?.literal) return previewOfCode(file, reading, direction);
	const {up, down, isTransactional} = reading.literal;
	const method = direction === 'forwards' ? up : down;
	const {sent, error} = method
		? statementsOn(method, driverClasses[driver], leftOut(reading.literal, file))
		: {sent: [], error: 'This migration cannot be reverted'};
	return {
		...{sql: sent, texts: [], stoppedBy: error, accepts: acceptedIn(reading)},
		...{transactional: isTransactional, reversible: down !== undefined},
	};
}

function previewOfCode(
	file: MigrationFile,
	reading: MigrationReading | undefined,
	direction: 'forwards' | 'backwards',
): Preview {
	return {
		sql: [],
		source: file.migration ? String(file.migration) : textOf(file),
		texts: (direction === 'forwards' ? reading?.texts : reading?.textsBack) ?? [],
		transactional: reading?.isTransactional ?? true,
		reversible: reading?.hasDown ?? true,
		accepts: reading ? acceptedIn(reading) : {},
	};
}

/** Only constant reasons count. */
function acceptedIn({statics: {accepts}}: MigrationReading): Record<string, string> {
	if (typeof accepts !== 'object' || accepts === null) return {};
	const reasons = Object.entries(accepts).filter(
		([, reason]) => typeof reason === 'string' && reason.trim() !== '',
	);
	return Object.fromEntries(reasons);
}
