import type {Program} from './program.ts';
import {constantOf, type Syntax, type SyntaxNode} from './syntax.ts';

/** The static members of a migration's class. */
export interface Statics {
	/** The constant ones, such as `dependencies`. */
	statics: Record<string, unknown>;
	/** The names of those whose values depend on running the file. */
	computed: string[];
}

/** The members that give the order in which migrations run. */
export const orderLists = ['dependencies', 'replaces'];

type Member = [name: string, value: unknown];
const unknownLists = orderLists.map((name): Member => [name, undefined]);

export function staticsOf(program: Program, syntax: Syntax): Statics {
	const ofCode = () => (syntax.isWhole ? membersOf(program, syntax) : membersBefore(syntax));
	const members = [...new Map(membersOfBackfill(syntax) ?? ofCode())];
	const isKnown = ([, value]: Member) => value !== undefined;
	const computed = members.filter(member => !isKnown(member)).map(([name]) => name);
	return {statics: Object.fromEntries(members.filter(isKnown)), computed};
}

/**
 * What `defineBackfill({dependencies})` is given, and `backfill`.
 * @returns undefined for other files
 */
function membersOfBackfill({statements}: Syntax): Member[] | undefined {
	const called = statements.flatMap(({declaration, expression, declarations = []}) => [
		...[declaration, expression?.right],
		...declarations.map(({init}: SyntaxNode) => init),
	]);
	const calls = called.filter(
		node => node?.type === 'CallExpression' && calleeName(node.callee) === 'defineBackfill',
	);
	if (calls.length !== 1) return undefined;
	const [definition, ...others] = calls[0].arguments ?? [];
	const parts: SyntaxNode[] = definition?.properties ?? [];
	if (others.length > 0 || parts.some(({type, computed}) => type !== 'Property' || computed))
		return unknownLists;
	const list = parts.find(({key}) => key.value === 'dependencies');
	return [
		['backfill', true],
		...(list ? [['dependencies', constantOf(list.value)] as Member] : []),
	];
}

/** `defineBackfill`, `quarterdeck_1.defineBackfill` */
function calleeName({name, property, expressions}: SyntaxNode): string | undefined {
	return name ?? property?.name ?? property?.value ?? calleeName(expressions?.at(-1) ?? {name: ''});
}

/** If a name comes twice, the latter counts. */
function membersOf({classes, exported, assigned}: Program, {members}: Syntax): Member[] {
	const migrations = [...classes].filter(([name]) => exported.size === 0 || exported.has(name));
	const [[name, migration] = []] = migrations;
	if (migrations.length !== 1 || !migration) {
		return members.flatMap(memberOf).length > 0 ? unknownLists : [];
	}
	const later = assigned.filter(({owner}) => owner === name);
	return [
		...(classes.has(migration.superClass?.name ?? '') ? unknownLists : []),
		...(migration.body.body ?? []).flatMap(memberOf),
		...later.map(({name, value}): Member => [name, value]),
	];
}

/** The members before a syntax error: the lists are at the top of the class. */
function membersBefore({members}: Syntax): Member[] {
	const found = members.flatMap(memberOf);
	return found.some(([name]) => name === 'dependencies') ? found : [...unknownLists, ...found];
}

function memberOf({type, static: isStatic, key, value}: SyntaxNode): Member[] {
	if (type === 'StaticBlock') return unknownLists;
	if (!isStatic || key.type === 'PrivateIdentifier') return [];
	return [[key.value, type === 'PropertyDefinition' ? constantOf(value) : undefined]];
}
