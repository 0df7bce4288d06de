/**
 * Writes docs/api.md: what the package exports, from the declarations and their comments.
 *
 *     node --import=tsx scripts/api.ts
 */
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {tsPlugin} from '@sveltejs/acorn-typescript';
import {type Comment, Parser} from 'acorn';
import {writeFileAtomically} from '../source/system/atomic-file.ts';

const root = path.dirname(import.meta.dirname);
export const apiPage = path.join(root, 'docs/api.md');

const doors = {
	quarterdeck: 'source/index.ts',
	'quarterdeck/auth': 'source/contrib/auth/index.ts',
	'quarterdeck/sessions': 'source/contrib/sessions/index.ts',
};

const introduction = `# Reference

What the package exports, written by \`npm run api\` from the sources. The guides say how things belong together:
[views](views.md), [forms](forms.md), [users](users.md), [migrations from code](migrations.md#from-code). The routes
of \`quarterdeck/auth/urls\` are for \`include\`.
`;

interface Declaration {
	name: string;
	comment: string;
	/** Without bodies; overloads one below the other. */
	signature: string;
}

/** The text of docs/api.md as the sources are. @throws Error for an export without a declaration or comment */
export function apiReference(): string {
	const sections = Object.entries(doors).map(([door, file]) => {
		const names = exportsOf(file);
		return `## ${door}\n\n${names.map(sectionOf).join('\n')}`;
	});
	return [introduction, ...sections].join('\n');
}

/** What a file exports from others, by name; `export type *` stands for all that the other one exports. */
function exportsOf(file: string): Declaration[] {
	const text = readFileSync(path.join(root, file), 'utf8');
	const found = text.matchAll(/^export (?:type )?(?:\{([^}]*)\}|\*) from '([^']+)';$/gm);
	return [...found]
		.flatMap(([, names, from]) => {
			const other = path.join(path.dirname(file), from!);
			const declared = [...declarationsIn(other), ...exportsOf(other)];
			const wanted = names?.split(',').map(name => name.replace(/\btype\b/, '').trim());
			if (!wanted) return declared;
			return wanted.filter(Boolean).map(name => {
				const declaration = declared.find(each => each.name === name);
				if (!declaration) throw new Error(`${from} declares no ${name}.`);
				return declaration;
			});
		})
		.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

const parser = Parser.extend(tsPlugin() as never);

function declarationsIn(file: string): Declaration[] {
	const text = readFileSync(path.join(root, file), 'utf8');
	const comments: Comment[] = [];
	const {body} = parser.parse(text, {
		ecmaVersion: 'latest',
		sourceType: 'module',
		locations: true,
		onComment: comments,
	}) as unknown as {body: any[]};
	const declarations: Declaration[] = [];
	for (const {type, start, declaration} of body) {
		if (type !== 'ExportNamedDeclaration' || !declaration) continue;
		const name = (declaration.id ?? declaration.declarations[0].id).name;
		const before = comments.findLast(({end, value}) => end <= start && value[0] === '*');
		const isOurs = before && /^\s*(?:\/\/.*\s*)*$/.test(text.slice(before.end, start));
		const signature = signatureOf(text, declaration);
		const overloaded = declarations.at(-1);
		if (overloaded?.name !== name) {
			declarations.push({name, comment: isOurs ? before.value : '', signature});
		} else if (overloaded && !declaration.body) overloaded.signature += `\n${signature}`;
	}
	return declarations;
}

function signatureOf(text: string, declaration: any): string {
	const {type, start, end, body} = declaration;
	if (type === 'FunctionDeclaration' && body) return text.slice(start, body.start).trim();
	if (type === 'ClassDeclaration') return `${text.slice(start, body.start).trim()} { … }`;
	const whole = text.slice(start, end);
	if (type !== 'VariableDeclaration') return whole;
	return whole.includes('\n') ? whole.replace(/ =[\s\S]*/, ' = …') : whole;
}

function sectionOf({name, comment, signature}: Declaration): string {
	const lines = comment
		.split('\n')
		.map(line => line.replace(/^\s*\*? ?/, '').trim())
		.filter(line => line !== '');
	if (lines.length === 0) throw new Error(`${name} is exported without a comment.`);
	const [said = '', ...tags] = lines
		.join('\n')
		.split(/(?:^|(?<=\s))@(?=(?:param|typeParam|returns|throws|example|see) )/);
	const items = tags.map(tag => itemOf(tag.replace(/\s*\n\s*/g, ' ').trim()));
	const list = items.length > 0 ? `${items.join('\n')}\n\n` : '';
	return `### ${name}\n\n${said.trim()}\n\n${list}\`\`\`ts\n${signature}\n\`\`\`\n`.replace(
		'\n\n\n',
		'\n',
	);
}

const words: Record<string, string> = {throws: 'Throws', returns: 'Returns', see: 'See'};

function itemOf(tag: string): string {
	const [, kind = '', rest = ''] = /^(\w+) ?(.*)$/s.exec(tag)!;
	if (kind === 'example') return `- Example: \`${rest}\``;
	const [, subject, about] = /^(\S+) ?(.*)$/s.exec(rest)!;
	if (kind === 'param' || kind === 'typeParam') return `- \`${subject}\`: ${about}`;
	return `- ${words[kind] ?? kind} ${rest}`;
}

if (import.meta.main) writeFileAtomically(apiPage, apiReference());
