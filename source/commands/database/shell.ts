import {text} from 'node:stream/consumers';
import {defineCommand} from '../../command-definition/define-command.ts';
import {openProject} from '../../project/open/open.ts';
import {log} from '../../runs/events.ts';
import {runCode} from '../../shell/run-code.ts';
import {type Scope, scopeOf} from '../../shell/scope.ts';
import {openSession} from '../../shell/session.ts';
import {plain} from '../../terminal/colours.ts';

export default defineCommand({
	flags: {
		command: {
			type: 'string',
			short: 'c',
			value: 'CODE',
			help: 'run this code and exit; await is allowed',
		},
	},
	leavesInterrupts: true,
	async *run({command}, {directory, stdin, paint, signal}) {
		const project = await openProject(directory);
		const open = await project.access.openOrm(project);
		try {
			const scope = scopeOf(project, open);
			const isTyped = (stdin as Partial<NodeJS.ReadStream>).isTTY === true;
			const code = command ?? (isTyped ? undefined : await text(stdin));
			if (code !== undefined) return await runCode(code, scope, project.root);
			yield log.info(greeting(scope));
			await openSession(project, scope, {signal, useColors: paint !== plain});
		} finally {
			await open.orm.close(true);
		}
	},
});

function greeting({entities, ...scope}: Scope): string {
	const names = Object.keys(entities);
	const shadowed = names.filter(name => !(name in scope)).map(name => `entities.${name}`);
	const own = ['orm', 'em', 'settings'];
	const others = [...names.filter(name => name in scope), ...shadowed];
	return `In scope: ${[...own, ...others].join(', ')}. ^D ends.`;
}
