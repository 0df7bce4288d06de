import {readFileSync} from 'node:fs';
import path from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import {notWritten} from '../../errors/system-error.ts';
import {writeFileAtomically} from '../../system/atomic-file.ts';
import {packageManagerOf} from '../../system/package-manager.ts';
import {readPackage} from '../settings/mikro-orm-config-file.ts';

/** A script of package.json that starts a server. */
export interface ServerScript {
	/** `start:dev` */
	name: string;
	/** `npm run start:dev` */
	command: string;
	/** What it runs. */
	text: string;
}

/** The likely ones first. */
const usualNames = ['dev', 'start:dev', 'start'];
const watches = /watch|nodemon|ts-node-dev|node-dev|\bvite\b|\bnext\b|\bnuxt\b/;

export function serverScripts(root: string): ServerScript[] {
	const {scripts = {}} = readPackage(root);
	const program = packageManagerOf(root);
	return usualNames.flatMap(name => {
		const text = scripts[name];
		return typeof text === 'string' ? [{name, command: `${program} run ${name}`, text}] : [];
	});
}

/**
 * Makes a script the development server of a plain project, in its package.json, which otherwise stays as it
 * is.
 * @throws CommandError `not-written`
 */
export function rememberScript(root: string, {command, text: script}: ServerScript): void {
	const file = path.join(root, 'package.json');
	const text = readFileSync(file, 'utf8');
	// Such a script starts the program again by itself.
	const server = {command, ...(watches.test(script) && {reload: false})};
	const before = JSON.parse(text);
	const wanted = {...before, quarterdeck: {...before.quarterdeck, server}};
	const added = withMember(text, `"quarterdeck": ${JSON.stringify({server})}`);
	const isSame = !before.quarterdeck && isDeepStrictEqual(parsed(added), wanted);
	const indent = /^[ \t]+(?=")/m.exec(text)?.[0] ?? '  ';
	try {
		writeFileAtomically(file, isSame ? added : `${JSON.stringify(wanted, null, indent)}\n`);
	} catch (error) {
		throw notWritten(file, error);
	}
}

/** A JSON object's text with one more member at its end. */
function withMember(text: string, member: string): string {
	const end = text.lastIndexOf('}');
	const before = text.slice(0, end).trimEnd();
	const [space = ''] = /\s*$/.exec(text.slice(0, end)) ?? [];
	const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? '';
	const newLine = space.includes('\n') ? `${space.includes('\r') ? '\r' : ''}\n${indent}` : ' ';
	return `${before}${before.endsWith('{') ? '' : ','}${newLine}${member}${space}${text.slice(end)}`;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
