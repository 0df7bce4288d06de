import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, rmdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {FolderInUse, holdFolder} from '../../../source/project/database/folder-lock.ts';
import {packageRoot, temporaryFolder} from '../../support/project.ts';

/** Another process that runs this text and writes a line when it is done. */
async function otherProcess(t: TestContext, text: string) {
	const file = path.join(temporaryFolder(t), 'other.mts');
	writeFileSync(file, text);
	const child = spawn(process.execPath, ['--import=tsx', file], {cwd: packageRoot});
	t.after(() => child.kill('SIGKILL'));
	await once(child.stdout, 'data');
	return child;
}

function holding(folder: string, stays: boolean): string {
	const source = (file: string) => JSON.stringify(path.join(packageRoot, 'source', file));
	return `import {holdFolder} from ${source('project/database/folder-lock.ts')};
import {nameThisProcess} from ${source('system/own-name.ts')};

nameThisProcess('the development server', ${stays || undefined});
await holdFolder(${JSON.stringify(folder)});
process.stdout.write('held');
setInterval(() => {}, 1000);
`;
}

test('a folder that a server has open is refused at once, and named', async t => {
	const folder = temporaryFolder(t);
	const {pid} = await otherProcess(t, holding(folder, true));
	await assert.rejects(holdFolder(folder), {
		message: `the development server (process ${pid}) has it open`,
	});
});

test('one that a command has open is waited for, and free when its holder is killed', async t => {
	const folder = temporaryFolder(t);
	const child = await otherProcess(t, holding(folder, false));
	await assert.rejects(holdFolder(folder, {waits: false}), FolderInUse);
	const waiting = holdFolder(folder);
	child.kill('SIGKILL');
	(await waiting)();
});

test('a program that knows no lock is found by its open files', {
	skip: process.platform === 'linux' ? false : 'only Linux shows the files of others',
}, async t => {
	const folder = temporaryFolder(t);
	const file = JSON.stringify(path.join(folder, 'pg_wal'));
	const {pid} = await otherProcess(
		t,
		`import {openSync} from 'node:fs';
openSync(${file}, 'w');
process.stdout.write('open');
setInterval(() => {}, 1000);
`,
	);
	await assert.rejects(holdFolder(folder, {waits: false}), error => {
		assert.ok(error instanceof FolderInUse);
		assert.equal(error.holder.pid, pid);
		return true;
	});
});

test('parts of one process share it until the last one leaves', async t => {
	const folder = temporaryFolder(t);
	const first = await holdFolder(folder);
	const second = await holdFolder(folder);
	first();
	const child = holding(folder, false).replace("process.stdout.write('held')", '');
	const refused = child.replace('await holdFolder(', 'await refusalOf(').replace(
		'nameThisProcess(',
		`async function refusalOf(folder: string) {
	await holdFolder(folder, {waits: false}).catch(({message}) => process.stdout.write(message));
}
nameThisProcess(`,
	);
	const other = await otherProcess(t, refused);
	other.kill('SIGKILL');
	second();
	await otherProcess(t, holding(folder, false));
});

test('a folder whose note cannot be written is let go', async t => {
	const folder = temporaryFolder(t);
	const note = path.join(folder, 'quarterdeck.pid');
	mkdirSync(note);
	await assert.rejects(holdFolder(folder), {code: 'EISDIR'});
	rmdirSync(note);
	const release = await holdFolder(folder);
	release();
});
