import {type Found, matchRules} from './pattern.ts';
import {constantOf, type SyntaxNode} from './syntax.ts';

/** The statements of a migration's file, by what they are for. */
export interface Program {
	/** The classes by name; one that is exported as default may have none. */
	classes: Map<string | undefined, SyntaxNode>;
	/** The names of what is exported. */
	exported: Set<string | undefined>;
	/** How MikroORM's Migration is written after `extends`. */
	bases: Set<string>;
	/** Statics that are set after a class, as compilers do for older versions of JavaScript. */
	assigned: {owner: string; name: string; value: unknown}[];
	/** The value of `const statements`, in a migration for several databases. */
	table?: unknown;
	/** Whether it contains nothing else. */
	isPlain: boolean;
}

const library = "'@mikro-orm/migrations'";

const takeStatement = matchRules<Program>([
	[`import {Migration as $imported} from ${library}`, takeBase],
	[`const {Migration: $base} = require(${library})`, takeBase],
	[
		`const $library = require(${library})`,
		({library}, {bases}) => bases.add(`${library.name}.Migration`),
	],
	["Object.defineProperty(exports, '__esModule', {value: true})", () => true],
	['exports.$name = void 0', () => true],
	['export default $value', takeExport],
	['exports.$name = $value', takeExport],
	['module.exports = $value', takeExport],
	['$owner.$name = $value', takeStatic],
	['const statements = $table', takeTable],
]);

export function programOf(statements: SyntaxNode[]): Program {
	const program: Program = {
		...{classes: new Map(), exported: new Set(), bases: new Set(), assigned: []},
		isPlain: true,
	};
	for (const statement of statements.flatMap(apart)) {
		const isKnown =
			takeClass(statement, program) ||
			takeExports(statement, program) ||
			takeStatement(statement, program);
		if (!isKnown) program.isPlain = false;
	}
	return program;
}

/** Splits declarations, each as a `const`. */
function apart(statement: SyntaxNode): SyntaxNode[] {
	const {type, declarations} = statement;
	if (type !== 'VariableDeclaration') return [statement];
	return declarations.map((one: SyntaxNode) => ({type, declarations: [one], kind: 'const'}));
}

/** A class, possibly exported in the same statement, or assigned to a variable. */
function takeClass(statement: SyntaxNode, {classes, exported}: Program): boolean {
	const declared = statement.declaration ?? statement;
	const [variable, ...others] = declared.declarations ?? [];
	const node = variable?.init ?? declared;
	const name = (variable ?? node).id?.name;
	if (!/^Class/.test(node.type) || others.length > 0 || classes.has(name)) return false;
	classes.set(name, node);
	if (statement.declaration) exported.add(name);
	return true;
}

/** `export {Migration1 as default}` */
function takeExports({type, specifiers, source}: SyntaxNode, {exported}: Program): boolean {
	if (type !== 'ExportNamedDeclaration' || !specifiers || source) return false;
	for (const {local} of specifiers) exported.add(local.name);
	return true;
}

function takeBase({imported, base}: Found, {bases}: Program): unknown {
	return bases.add((imported ?? base).name);
}

function takeExport({value}: Found, {exported}: Program): unknown {
	return value.type === 'Identifier' && exported.add(value.name);
}

function takeTable({table}: Found, program: Program): unknown {
	program.table = constantOf(table);
	return program.table !== undefined;
}

function takeStatic({owner, name, value}: Found, {classes, assigned}: Program): unknown {
	if (owner.type !== 'Identifier' || !classes.has(owner.name)) return false;
	const constant = constantOf(value);
	assigned.push({owner: owner.name, name: name.name, value: constant});
	return constant !== undefined;
}

/** How a class names its base: `Migration`, `migrations_1.Migration`. */
export function baseName(superClass: SyntaxNode | null | undefined): string {
	return superClass?.name ?? `${superClass?.object?.name}.${superClass?.property?.name}`;
}
