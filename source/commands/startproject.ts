import {randomBytes} from 'node:crypto';
import path from 'node:path';
import type {Command} from '../command-definition/command.ts';
import {CommandError, exitCodes} from '../errors/command-error.ts';
import {writeSkeleton} from '../project/write/skeleton.ts';
import {packageVersion} from '../system/package-files.ts';

const command: Command = {
	usage: 'NAME [DIR]',
	maximum: 2,
	async *run({positionals: [name, folder]}) {
		verifyName(name);
		const target = path.resolve(folder ?? name);
		const files = writeSkeleton('project', target, {
			name,
			package: name.toLowerCase(),
			version: packageVersion(),
			secretKey: randomBytes(50).toString('base64url'),
		});
		yield {type: 'log', level: 'success', text: `Project ${name} written to ${target}`};
		yield {type: 'log', level: 'info', text: files.map(file => `  ${file}`).join('\n')};
		const enter = path.relative(process.cwd(), target);
		yield {
			type: 'log',
			level: 'info',
			text: `Next: ${enter ? `cd ${enter} && ` : ''}npm install && npx quarterdeck`,
		};
	},
};

/** npm wants lower case; a project's name is a folder's, a package's and a word on the screen. */
function verifyName(name: string | undefined): asserts name is string {
	if (name === undefined) {
		throw new CommandError('You must provide a project name.', {
			code: 'usage',
			exitCode: exitCodes.usage,
			hint: 'For example: quarterdeck startproject bookshop',
		});
	}
	if (/^[a-z][a-z0-9_-]*$/i.test(name) && name.toLowerCase() !== 'quarterdeck') return;
	throw new CommandError(
		`'${name}' is not a valid project name. Please make sure it starts with a letter and has only letters, digits, - and _.`,
		{code: 'bad-name', hint: 'For example: quarterdeck startproject bookshop'},
	);
}

export default command;
