import {hash} from 'node:crypto';
import type {LiteralBody, LiteralMethod} from './literal-body.ts';
import {orderLists, type Statics} from './statics.ts';
import type {Syntax, SyntaxNode} from './syntax.ts';

/** Members that say nothing about what the migration does. */
const besides = [...orderLists, 'accepts'];

/** Short, and as good as unique. */
export function hashOf(text: string): string {
	return hash('sha256', text, 'hex').slice(0, 24);
}

/** What a literal migration does, in any class and language. */
export function meaningOfBody(
	{name, isTransactional, up, down}: LiteralBody,
	{statics}: Statics,
): string {
	const others = Object.entries(statics).filter(([name]) => !besides.includes(name));
	const methods = [meaningOfMethod(up), meaningOfMethod(down)];
	return JSON.stringify([name, isTransactional, methods, others.sort()]);
}

function meaningOfMethod(method: LiteralMethod | undefined): unknown {
	if (!method) return null;
	const {statements, refusal} = method;
	const lists = Array.isArray(statements) ? {any: statements} : statements;
	const meanings = Object.entries(lists).map(([driver, list]) => [driver, list.map(meaningOfSql)]);
	return [meanings.sort(), refusal];
}

/** What any other migration does; the order in which migrations run is not part of it. */
export function meaningOfCode({isWhole, statements}: Syntax, text: string): string {
	if (!isWhole) return text;
	const isImport = ({type}: SyntaxNode) => type === 'ImportDeclaration';
	const imports = statements.filter(isImport).map(statement => {
		const specifiers = statement.specifiers?.map(asText).sort();
		return asText({...statement, specifiers});
	});
	return asText([imports.sort(), statements.filter(statement => !isImport(statement))]);
}

function asText(code: unknown): string {
	return JSON.stringify(code, (_, part) => {
		if (Array.isArray(part)) return part.filter(one => !isBeside(one));
		return sendsSql(part) ? {...part, arguments: withMeaning(part.arguments)} : part;
	});
}

function isBeside(node: SyntaxNode | null): boolean {
	return node?.static === true && besides.includes(node.key?.value);
}

function sendsSql(node: SyntaxNode | null): boolean {
	const called = node?.type === 'CallExpression' && node.callee.property?.name;
	return /^(?:addSql|execute)$/.test(called || '');
}

function withMeaning([sql, ...others]: SyntaxNode[] = []): unknown[] {
	if (sql?.type === 'Text') return [meaningOfSql(sql.value), ...others];
	if (sql?.type !== 'TemplateLiteral') return [sql, ...others];
	const text = sql.quasis.map(({value}: any) => value.cooked).join('\0');
	return [meaningOfSql(text), sql.expressions, ...others];
}

/**
 * The texts in code. A template is one text, and so is what one call sends.
 * @param except a method that does not count
 */
export function textsIn(code: any, except: 'up' | 'down'): string[] {
	if (typeof code !== 'object' || code === null || code.key?.value === except) return [];
	if (code.type === 'Text') return [code.value];
	if (code.type === 'TemplateElement') return [code.value.cooked];
	const texts = Object.values(code).flatMap(part => textsIn(part, except));
	return code.type === 'TemplateLiteral' || sendsSql(code) ? [texts.join(' ')] : texts;
}

const quoted = /('(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\$(\w*)\$[\s\S]*?\$\2\$)/.source;
/** White space, and comments; MySQL runs comments that begin with ! or +. */
const gap = /(?:\s|--(?=\s|$)[^\n]*|\/\*(?![!+])[\s\S]*?\*\/)+/.source;
const insignificant = new RegExp(`${quoted}|(?:${gap})?([(),;=<>])(?:${gap})?|${gap}`, 'g');

/** Without comments, and without white space outside of texts and names. */
function meaningOfSql(sql: string): string {
	// Only some databases take a backslash for an escape, so the end of the text is not certain.
	if (/\\['"`]/.test(sql)) return sql;
	const short = sql.replace(insignificant, (_, own, _tag, sign) => own ?? sign ?? ' ');
	return short.replace(/^ +|[ ;]+$/g, '');
}
