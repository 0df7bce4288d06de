import {pathToFileURL} from 'node:url';
import {compileFunction} from 'node:vm';
import type {Eta} from 'eta';

/** Ends what Eta writes before the lines of the template. */
const mark = '/*template*/';
/** The newlines that Eta drops after the start of a tag. */
const start = /(<%[-_]?)(\s*)([=~]?)(\s*)/g;

/**
 * Lets stacks name the file and line of a template: Node compiles it under its own name, and each tag
 * stands on its line of the template. This costs nothing when a template is rendered.
 */
export function nameLinesOfTemplates(eta: Eta): void {
	const {compile, compileBody, parse} = eta;
	// Only then does Eta count the lines of tags.
	eta.parse = template => parse.call(withLines(eta), template.replace(start, keepLines));
	eta.compileBody = nodes => {
		let code = mark;
		let line = 1;
		for (const node of nodes) {
			const padding = typeof node === 'string' ? 0 : Math.max(0, lineOf(node) - line);
			const piece = '\n'.repeat(padding) + compileBody.call(eta, [node]);
			// A comment ends with its line.
			const one = typeof node !== 'string' && node.val.includes('//') ? piece : withoutEnd(piece);
			code += one;
			line += one.split('\n').length - 1;
		}
		return `${code}\n`;
	};
	eta.compile = (template, options) => {
		const file = (options as {filepath?: string} | undefined)?.filepath;
		if (!file || options?.async) return compile.call(eta, template, options);
		return compileAs(file, template, () => eta.compileToString(template, options)) as never;
	};
}

function withLines(eta: Eta): Eta {
	return eta.withConfig({debug: true}) as unknown as Eta;
}

function lineOf(node: object): number {
	return (node as {lineNo?: number}).lineNo ?? 1;
}

function keepLines(tag: string, open: string, before: string, mode: string, after: string): string {
	const lines = `${before}${after}`.split('\n').length - 1;
	return lines === 0 ? tag : `${open}${mode}/*${'\n'.repeat(lines)}*/`;
}

function withoutEnd(piece: string): string {
	return piece.replace(/;?\n$/, ';');
}

function compileAs(file: string, template: string, codeOf: () => string): () => string {
	try {
		const code = codeOf();
		const head = code.slice(0, code.indexOf(mark)).split('\n').length - 1;
		const filename = pathToFileURL(file).href;
		return compileFunction(code, ['it', 'options'], {filename, lineOffset: -head}) as () => string;
	} catch (error) {
		throw asSyntaxError(error as Error, file, template);
	}
}

/** With the template's line as the first frame. V8 gives it before the message, Eta within. */
function asSyntaxError({message, stack = ''}: Error, file: string, template: string): SyntaxError {
	const [sentence, inMessage] = message.split(/ at line (\d+) col \d+:/);
	const line = Number(inMessage ?? /^\S+:(\d+)\n/.exec(stack)?.[1] ?? 1);
	const last = template.trimEnd().split('\n').length;
	const error = new SyntaxError(sentence);
	const place = `${pathToFileURL(file).href}:${Math.min(Math.max(line, 1), last)}:1`;
	error.stack = error.stack?.replace('\n', `\n    at ${place}\n`);
	return error;
}
