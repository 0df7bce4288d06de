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
	const members = [...new Map(syntax.isWhole ? membersOf(program, syntax) : membersBefore(syntax))];
	const isKnown = ([, value]: Member) => value !== undefined;
	const computed = members.filter(member => !isKnown(member)).map(([name]) => name);
	return {statics: Object.fromEntries(members.filter(isKnown)), computed};
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
