import {randomBytes} from 'node:crypto';
import path from 'node:path';
import {defineCommand} from '../../command-definition/define-command.ts';
import {CommandError} from '../../errors/command-error.ts';
import {filesOfSkeleton} from '../../project/write/skeleton.ts';
import {log} from '../../runs/events.ts';
import {writeTogether} from '../../system/atomic-file.ts';
import {packageVersion} from '../../system/package-files.ts';

export default defineCommand({
	arguments: {
		name: {missing: 'You must provide a project name.'},
		dir: {optional: true, help: 'the folder to create (default: NAME)'},
	},
	withoutProject: true,
	async *run({name, dir}, {directory}) {
		verifyName(name);
		const target = path.resolve(directory, dir ?? name);
		const files = filesOfSkeleton('project', target, {
			name,
			package: name.toLowerCase(),
			version: packageVersion(),
			secretKey: randomBytes(50).toString('base64url'),
		});
		writeTogether(files);
		yield log.success(`Project ${name} written to ${target}`);
		yield log.info(files.map(file => `  ${path.relative(target, file.path)}`).join('\n'));
		const enter = path.relative(process.cwd(), target);
		yield log.info(`Next: ${enter ? `cd ${enter} && ` : ''}npm install && npx quarterdeck`);
	},
});

/** npm wants lower case; a project's name is a folder's, a package's and a word on the screen. */
function verifyName(name: string): void {
	if (/^[a-z][a-z0-9_-]*$/i.test(name) && name.toLowerCase() !== 'quarterdeck') return;
	throw new CommandError(
		`'${name}' is not a valid project name. Please make sure it starts with a letter and has only letters, digits, - and _.`,
		{code: 'bad-name', hint: 'For example: quarterdeck startproject bookshop'},
	);
}
