import {CommandError, exitCodes} from '../../errors/command-error.ts';

/** Answers given as flags: `accounts.profile.bio` → `about`, `accounts.profile.city` → `'x'`. */
export interface Answers {
	renames: Map<string, string>;
	defaults: Map<string, string>;
}

/**
 * @param renames `app.entity.old=new`, `app.old=new` for an entity; nothing after `=` means removed
 * @param defaults `app.entity.property=SQL`
 * @throws CommandError `usage`
 */
export function parseAnswers(renames: string[], defaults: string[]): Answers {
	const answers = {
		renames: entriesOf('--rename', renames),
		defaults: entriesOf('--default', defaults),
	};
	for (const [property, sql] of answers.defaults) {
		const mistake = mistakeInValue(sql);
		if (mistake) throw usage(`--default ${property}: ${mistake}`);
	}
	return answers;
}

function entriesOf(flag: string, values: string[]): Map<string, string> {
	return new Map(
		values.map(value => {
			const equals = value.indexOf('=');
			if (equals < 0) throw usage(`${flag} ${value} has no =.`);
			return [value.slice(0, equals).trim().toLowerCase(), value.slice(equals + 1).trim()];
		}),
	);
}

const valueInSql =
	/^(?:[-+]?\d+(?:\.\d+)?|'(?:[^']|'')*'(?:::[\w ]+)?|null|true|false|current_\w+|\w+\(.*\)|\(.*\))$/is;

/** @returns why the text is not a value in SQL, in one sentence */
export function mistakeInValue(sql: string): string | undefined {
	if (sql === '') return 'A value is needed.';
	if (valueInSql.test(sql)) return undefined;
	return `${sql} is not a value in SQL; write a text with quotes: '${sql.replaceAll("'", "''")}'.`;
}

/** The error for a flag that cannot be understood. */
export function usage(message: string): CommandError {
	return new CommandError(message, {
		code: 'usage',
		exitCode: exitCodes.usage,
		hint: "Type 'quarterdeck makemigrations --help' for usage.",
	});
}
