import {CommandError, exitCodes} from '../../errors/command-error.ts';
import {quoteText} from '../../project/database/dialect.ts';

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
		if (mistake) throw usage(`--default ${property}: ${mistake}`, undefined, mistake);
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

const constant =
	/^(?:[-+]?\d+(?:\.\d+)?|'(?:[^']|'')*'(?:::[\w ]+)?|null|true|false|current_\w+)$/i;
const quotedParts = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`/g;
/** Quotes without their other half, and what ends a statement or begins a comment. */
const unfinished = /['"`;]|--|\/\*/;
/** A text without quotes has none of these, and an expression one at least. */
const inExpressions = /[(+*|<>=%\0]|::|\S \/ \S/;

/** Whether it is the same for each row, whatever its columns hold. */
export function isConstant(sql: string): boolean {
	return constant.test(sql);
}

/** @returns why the text is no value in SQL, nor an expression, in one sentence */
export function mistakeInValue(sql: string): string | undefined {
	if (sql === '') return 'A value is needed.';
	const skeleton = sql.replace(quotedParts, '\0');
	const isExpression = inExpressions.test(skeleton) && isBalanced(skeleton);
	if (isConstant(sql) || (isExpression && !unfinished.test(skeleton))) return undefined;
	return `${sql} is not a value in SQL; write a text with quotes: ${quoteText(sql)}.`;
}

function isBalanced(sql: string): boolean {
	let depth = 0;
	for (const [sign] of sql.matchAll(/[()]/g)) {
		depth += sign === '(' ? 1 : -1;
		if (depth < 0) return false;
	}
	return depth === 0;
}

/** The error for a flag that cannot be understood. */
export function usage(
	message: string,
	hint = "Type 'quarterdeck makemigrations --help' for usage.",
	reason?: string,
): CommandError {
	return new CommandError(message, {code: 'usage', exitCode: exitCodes.usage, hint, reason});
}
