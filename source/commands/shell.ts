import {text} from 'node:stream/consumers';
import type {Command} from '../command-definition/command.ts';
import {openProject} from '../project/open/open.ts';
import {openOrm} from '../project/open/open-orm.ts';
import {runCode} from '../shell/run-code.ts';
import {type Scope, scopeOf} from '../shell/scope.ts';
import {openSession} from '../shell/session.ts';
import {plain} from '../terminal/colours.ts';

const command: Command = {
	options: {
		command: {type: 'string', short: 'c', value: 'CODE', help: 'run this and end; await works'},
	},
	leavesInterrupts: true,
	async *run({directory, options, stdin, paint, signal}) {
		const project = await openProject(directory);
		const open = await openOrm(project);
		try {
			const scope = scopeOf(project, open);
			const isTyped = (stdin as Partial<NodeJS.ReadStream>).isTTY === true;
			const code = options.command ?? (isTyped ? undefined : await text(stdin));
			if (code !== undefined) return await runCode(code, scope, project.root);
			yield {type: 'log', level: 'info', text: greeting(scope)};
			await openSession(project, scope, {signal, useColors: paint !== plain});
		} finally {
			await open.orm.close(true);
		}
	},
};

export default command;

function greeting({entities, ...scope}: Scope): string {
	const names = Object.keys(entities);
	const shadowed = names.filter(name => !(name in scope)).map(name => `entities.${name}`);
	const own = ['orm', 'em', 'settings'];
	const others = [...names.filter(name => name in scope), ...shadowed];
	return `In scope: ${[...own, ...others].join(', ')}. ^D ends.`;
}
