import assert from 'node:assert/strict';
import {type ChildProcess, spawn} from 'node:child_process';
import test, {type TestContext} from 'node:test';
import {endKin, kinOf} from '../../source/system/kin.ts';
import {identify} from '../../source/system/process-identity.ts';
import {until} from '../support/wait.ts';

const skip = process.platform !== 'linux' && 'needs /proc';

/** A leader with this variable, which starts programs with a shell. */
function leader(t: TestContext, mark: string, script: string): ChildProcess {
	const [name = '', value] = mark.split('=');
	const child = spawn('sh', ['-c', `${script}; sleep 600`], {
		detached: true,
		stdio: 'ignore',
		env: {...process.env, [name]: value},
	});
	t.after(() => child.kill('SIGKILL'));
	return child;
}

const pidsOf = (kin: Parameters<typeof kinOf>[0]) => kinOf(kin).map(({pid}) => pid);

test('kin are found by descent, session and mark; others are left alone', {skip}, async t => {
	const scripts = {
		session: 'env -i sleep 601 & wait',
		descent: 'env -i setsid sleep 602 & wait',
		mark: '(setsid sleep 603 &)',
	};
	for (const [name, script] of Object.entries(scripts)) {
		const mark = `QUARTERDECK_TEST_KIN=${process.pid}.${name}.`;
		const child = leader(t, mark, script);
		const kin = {mark, leader: identify(child.pid!)};
		await until(`it is found by ${name}`, () => pidsOf(kin).length > 0);
		assert.ok(!pidsOf(kin).includes(child.pid!) && !pidsOf(kin).includes(process.pid));
		const other = {...kin, mark: `${mark}other`, leader: identify(process.ppid)};
		assert.ok(!pidsOf({mark: other.mark}).includes(pidsOf(kin)[0]!));
		child.kill('SIGKILL');
		const known = kinOf(kin);
		await endKin({...kin, known}, 1000);
		assert.deepEqual(pidsOf({...kin, known}), [], name);
	}
});

test('what was known is ended once its parent is gone, and what is excepted lives on', {
	skip,
}, async t => {
	const mark = `QUARTERDECK_TEST_KIN=${process.pid}.known.`;
	const script = 'env -i setsid sleep 604 & EXCEPTED=1 setsid sh -c "sleep 605; true" & wait';
	const child = leader(t, mark, script);
	const kin = {mark, leader: identify(child.pid!), except: 'EXCEPTED'};
	const all = () => kinOf({mark, leader: kin.leader});
	await until('all run', () => all().length >= 3);
	t.after(() => {
		for (const {pid} of every) process.kill(pid, 'SIGKILL');
	});
	const known = kinOf(kin);
	const every = all().filter(({pid}) => !known.some(one => one.pid === pid));
	child.kill('SIGKILL');
	await until('it is gone', () => !pidsOf({mark, known: [kin.leader]}).includes(child.pid!));
	await endKin({...kin, known}, 1000);
	assert.deepEqual(pidsOf({...kin, known}), []);
	assert.deepEqual(
		every.map(({pid}) => identify(pid)),
		every,
	);
	assert.equal(every.length, 2);
});

test('what the system did not start has no kin, though others have the pid 0 as their session', {
	skip,
}, () => {
	const mark = `QUARTERDECK_TEST_KIN=${process.pid}.none.`;
	for (const pid of [0, 1]) assert.deepEqual(kinOf({mark, leader: {...identify(0), pid}}), []);
});

test('neither the system’s own processes nor those above this one are ended, whatever names them', {
	skip,
}, () => {
	const mark = `QUARTERDECK_TEST_KIN=${process.pid}.above.`;
	const known = [0, 1, process.ppid, process.pid].map(identify);
	assert.deepEqual(kinOf({mark, known}), []);
	assert.deepEqual(kinOf({mark, known: [{...identify(1), pid: 0}, identify(1)]}), []);
});
