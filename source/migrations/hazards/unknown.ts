import {messageOf} from '../../errors/command-error.ts';
import type {Effect} from '../sql/effect.ts';
import {isDangerous} from '../sql/expressions.ts';
import {hazard, type RuleContext} from './hazard.ts';
import {inWords, mayBeSome} from './tables/count.ts';
import type {Tables} from './tables/tables.ts';

const safer =
	"Read what it does. If nothing is lost, say so in the migration: static accepts = {DL000: 'why'}.";
/** Words of statements that may concern tables that are named nowhere. */
const indirect = /^(?:call|execute|exec|perform|prepare|sp_\w+)$/i;

/** What cannot be read is not safe. */
export async function* notUnderstood(effect: Effect, context: RuleContext) {
	if (effect.kind === 'not-understood') {
		const {statement, names} = effect;
		const what = `Quarterdeck does not understand ${inShort(statement)}.`;
		const isIndirect =
			names.some(name => indirect.test(name)) || (await runsRoutine(names, context));
		const concerns = await concernedBy(isIndirect ? [] : names, context.tables);
		yield hazard('DL000', `${what} ${concerns.text}`, safer, concerns);
	}
	if (effect.kind === 'calls') {
		const {functions, statement} = effect;
		const [called] = await unknownFunctions(functions, context);
		if (called === undefined) return;
		const what = `It is not known what the function ${called} does, in ${inShort(statement)}.`;
		const concerns = await concernedBy([], context.tables);
		yield hazard('DL000', `${what} ${concerns.text}`, safer, concerns);
	}
}

interface Concerned {
	text: string;
	losesData: boolean;
	rows?: number;
}

/** The tables that are named, with their rows; without any, those of the whole database. */
async function concernedBy(names: string[], tables: Tables): Promise<Concerned> {
	try {
		const named = await tables.named(names);
		if (named.length === 0) return await concernedByNone(tables);
		const texts: string[] = [];
		let losesData = false;
		let rows: number | undefined = 0;
		for (const table of named) {
			const count = (await tables.rowsOf(table)) ?? 0;
			losesData ||= mayBeSome(count);
			rows = rows === undefined || typeof count !== 'number' ? undefined : rows + count;
			texts.push(`${table} (${inWords(count)})`);
		}
		return {text: `It names ${texts.join(', ')}.`, losesData, ...(rows !== undefined && {rows})};
	} catch (error) {
		return {text: `Its tables could not be looked up: ${messageOf(error)}.`, losesData: true};
	}
}

async function concernedByNone(tables: Tables): Promise<Concerned> {
	const losesData = await tables.hasAnyRows();
	return {
		text: losesData
			? 'It may change any table.'
			: 'No table of the database has any rows that could be lost.',
		losesData,
	};
}

/** @returns those that the database or the plan defines, or that are known to do harm */
async function unknownFunctions(
	functions: string[],
	{tables, routines}: RuleContext,
): Promise<string[]> {
	try {
		const defined = await tables.catalog.routines();
		return functions.filter(name => isDangerous(name) || routines.has(name) || defined.has(name));
	} catch {
		return functions;
	}
}

async function runsRoutine(names: string[], context: RuleContext): Promise<boolean> {
	const lower = names.map(name => name.toLowerCase());
	return (await unknownFunctions(lower, context)).length > 0;
}

const longest = 60;

/** One line of it. */
function inShort(statement: string): string {
	const line = statement.replace(/\s+/g, ' ').trim();
	return `"${line.length > longest ? `${line.slice(0, longest - 1)}…` : line}"`;
}
