import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {savePage} from './server.ts';

/**
 * Makes the project a git repository with the branches `one` and `other`, the second checked out.
 * They differ in the page, which answers with the branch's name, and in so many more files.
 * @returns what checks a branch out
 */
export function branchesOf(project: string, files: number): (branch: string) => void {
	const git = (...words: string[]) => {
		const identity = ['-c', 'user.name=t', '-c', 'user.email=t@localhost'];
		const {status, stderr} = spawnSync('git', [...identity, ...words], {
			cwd: project,
			encoding: 'utf8',
		});
		assert.equal(status, 0, stderr);
	};
	mkdirSync(path.join(project, 'many'));
	writeFileSync(path.join(project, '.gitignore'), 'node_modules\n.quarterdeck\n*.sqlite3*\n');
	git('init', '--quiet');
	for (const branch of ['one', 'other']) {
		savePage(project, branch);
		for (let number = 0; number < files; number++)
			writeFileSync(path.join(project, `many/${number}.ts`), `export default '${branch}';\n`);
		git('checkout', '--quiet', '-b', branch);
		git('add', '.');
		git('commit', '--quiet', '-m', branch);
	}
	return branch => git('checkout', '--quiet', branch);
}
