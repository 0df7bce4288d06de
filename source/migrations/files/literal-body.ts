import {loopOver, loopOverWanted, ownStatements, statementsWithout} from './migration-source.ts';
import {type Found, matcher, matchRules} from './pattern.ts';
import {baseName, type Program} from './program.ts';
import {constantOf, type SyntaxNode} from './syntax.ts';

/** What a migration does that only sends constant statements. */
export interface LiteralBody {
	name?: string;
	isTransactional: boolean;
	up: LiteralMethod;
	/** Undefined if it cannot be unapplied. */
	down?: LiteralMethod;
	/** A table whose statements are left out where an entity of the project takes its place. */
	replaceable?: string;
}

export interface LiteralMethod {
	/** If the databases differ, by the class of MikroORM's driver. */
	statements: string[] | Record<string, string[]>;
	/** The error that it throws after this many statements. */
	refusal?: {text: string; after: number};
}

type Direction = 'up' | 'down';
type Table = Record<string, Record<Direction, string[]>>;

/** What has been read so far. */
interface Draft extends Partial<LiteralBody> {
	isTransactional: boolean;
	/** The statements for several databases. */
	table: Table | undefined;
	hasOwn?: true;
	/** Whether its loops leave out the statements of a replaced table. */
	leavesOut?: true;
}

const takeMember = matchRules<Draft>(
	[
		['static $name = $value', ({value}) => constantOf(value) !== undefined],
		['name = $value', takeName],
		['constructor() { super(...arguments); this.name = $value; }', takeName],
		['isTransactional() { return $value; }', takeTransactional],
		['up() { $$ }', takeMethod('up')],
		['async up() { $$ }', takeMethod('up')],
		['down() { $$ }', takeMethod('down')],
		['async down() { $$ }', takeMethod('down')],
		[ownStatements, (_, draft) => Object.assign(draft, {hasOwn: true})],
		[statementsWithout('$value', '$again'), takeReplaceable],
	],
	'member',
);
const sends = matcher('this.addSql($value)');
const throws = matcher('throw new Error($value)');
const sendsOwn = {up: matcher(loopOver('up')), down: matcher(loopOver('down'))};
const sendsWanted = {up: matcher(loopOverWanted('up')), down: matcher(loopOverWanted('down'))};

/** @returns undefined if the file may do anything else */
export function literalBodyOf(program: Program): LiteralBody | undefined {
	const {classes, exported, bases, isPlain} = program;
	const [[name, migration] = []] = classes;
	const isAlone = classes.size === 1 && exported.size === 1 && exported.has(name);
	if (!isPlain || !isAlone || !bases.has(baseOf(migration!))) return undefined;
	const draft: Draft = {isTransactional: true, table: tableOf(program)};
	const members: SyntaxNode[] = migration!.body.body ?? [];
	const isUnderstood = members.every(member => takeMember(member, draft));
	const {name: named, isTransactional, up, down, leavesOut, replaceable} = draft;
	if (leavesOut && replaceable === undefined) return undefined;
	const usesOwn = [up, down].some(method => method && !Array.isArray(method.statements));
	if (!isUnderstood || !up || (usesOwn && !draft.hasOwn)) return undefined;
	return {name: named, isTransactional, up, down, ...(leavesOut && {replaceable})};
}

/** As it is written: `Migration`, `migrations_1.Migration`. */
function baseOf({superClass, decorators}: SyntaxNode): string {
	return decorators || superClass?.computed ? '' : baseName(superClass);
}

/** @returns undefined if it is anything but statements by database */
function tableOf({table}: Program): Table | undefined {
	const lists: any[] = Object.values(table ?? {}).flatMap((one: any) => [one?.up, one?.down]);
	const isText = (one: unknown) => typeof one === 'string';
	const isTable = lists.every(list => Array.isArray(list) && list.every(isText));
	return isTable ? (table as Table | undefined) : undefined;
}

function takeReplaceable({value, again}: Found, draft: Draft): boolean {
	const [table, same] = [constantOf(value), constantOf(again)];
	if (typeof table !== 'string' || table !== same) return false;
	draft.replaceable = table;
	return true;
}

function takeName({value}: Found, draft: Draft): boolean {
	draft.name = constantOf(value);
	return typeof draft.name === 'string';
}

function takeTransactional({value}: Found, draft: Draft): boolean {
	draft.isTransactional = constantOf(value);
	return typeof draft.isTransactional === 'boolean';
}

function takeMethod(direction: Direction): (found: Found, draft: Draft) => boolean {
	return ({block}, draft) => {
		const {table} = draft;
		const sent: string[] = [];
		let refusal: LiteralMethod['refusal'];
		const isWanted = table && sendsWanted[direction](block.at(-1));
		if (isWanted) draft.leavesOut = true;
		const isLoop = isWanted || (table && sendsOwn[direction](block.at(-1)));
		for (const statement of isLoop ? block.slice(0, -1) : block) {
			const sql = constantOf(sends(statement)?.value);
			const text = constantOf(throws(statement)?.value);
			if (typeof sql === 'string') sent.push(sql);
			else if (typeof text === 'string') refusal ??= {text, after: sent.length};
			else return false;
		}
		if (isLoop && sent.length > 0) return false;
		draft[direction] = {statements: isLoop ? inDirection(table!, direction) : sent, refusal};
		return true;
	};
}

function inDirection(table: Table, direction: Direction): Record<string, string[]> {
	return Object.fromEntries(
		Object.entries(table).map(([driver, statements]) => [driver, statements[direction]]),
	);
}
