import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {openProject} from '../../../source/project/open/open.ts';
import {createTables, tutorialProject, withDatabase} from '../../support/application.ts';

const password = 'correct horse battery staple';
const fields = {username: 'Žofie', email: '', password};

async function preparedProject(test: TestContext) {
	const project = await openProject(tutorialProject(test));
	await createTables(project);
	return project;
}

test('a superuser is created once, and a name that looks the same is taken', async t => {
	const project = await preparedProject(t);
	const {settings} = project;
	await withDatabase(project, async (em, auth) => {
		assert.deepEqual(await auth.createSuperuser(em, settings, fields), {});
		const twin = {...fields, username: 'ŽOFIE'.normalize('NFD')};
		const taken = {username: ['That username is already taken.']};
		assert.deepEqual(await auth.validateSuperuser(em, settings, twin), taken);
		assert.deepEqual(
			await auth.createSuperuser(em, settings, twin, {bypassValidation: true}),
			taken,
		);
		const user = await em.findOneOrFail(auth.User, {username: 'Žofie'});
		assert.deepEqual([user.isActive, user.isStaff, user.isSuperuser], [true, true, true]);
		assert.ok(Math.abs(user.dateJoined.getTime() - Date.now()) < 60_000);
	});
});

test('of two attempts to create a superuser at once, one finds the name taken', async t => {
	const project = await preparedProject(t);
	const {settings} = project;
	await withDatabase(project, async (em, auth) => {
		const outcomes = await Promise.all(
			[1, 2].map(() => auth.createSuperuser(em.fork(), settings, fields)),
		);
		assert.deepEqual(outcomes.map(errors => errors.username?.[0] ?? 'created').sort(), [
			'That username is already taken.',
			'created',
		]);
	});
});

test('bypassing the validation accepts a weak password, but not a blank one or two that differ', async t => {
	const project = await preparedProject(t);
	const {settings} = project;
	await withDatabase(project, async (em, auth) => {
		const bypass = {bypassValidation: true};
		const weak = {username: 'ann', email: '', password: '1'};
		assert.equal((await auth.createSuperuser(em, settings, weak)).password?.length, 2);
		assert.deepEqual(await auth.createSuperuser(em, settings, {...weak, password: ' '}, bypass), {
			password: ["Blank passwords aren't allowed."],
		});
		assert.deepEqual(
			await auth.createSuperuser(em, settings, {...weak, passwordAgain: '2'}, bypass),
			{
				passwordAgain: ["Your passwords didn't match."],
			},
		);
		assert.deepEqual(await auth.createSuperuser(em, settings, weak, bypass), {});
	});
});

test('only an active user with the right name and password is authenticated', async t => {
	const project = await preparedProject(t);
	const {settings} = project;
	await withDatabase(project, async (em, auth) => {
		await auth.createSuperuser(em, settings, fields);
		const name = async (username: unknown, typed: unknown) =>
			(await auth.authenticate(em.fork(), settings, username, typed))?.username;
		assert.equal(await name('Žofie', password), 'Žofie');
		assert.equal(await name('žofie'.normalize('NFD'), password), 'Žofie');
		assert.equal(await name('Zofie', password), undefined);
		assert.equal(await name('Žofie', 'wrong'), undefined);
		assert.equal(await name({$ne: null}, password), undefined);
		assert.equal(await name('x'.repeat(1_000_000), password), undefined);
		await em.nativeUpdate(auth.User, {}, {isActive: false});
		assert.equal(await name('Žofie', password), undefined);
	});
});

test('authenticating replaces a hash with a lower cost, once', async t => {
	const project = await preparedProject(t);
	const {settings} = project;
	await withDatabase(project, async (em, auth) => {
		await auth.createSuperuser(em, settings, fields);
		const hash = async () =>
			(await em.fork().findOneOrFail(auth.User, {username: 'Žofie'})).password;
		const costly = {...settings, passwordHashCost: 5};
		assert.ok(await auth.authenticate(em.fork(), costly, 'Žofie', password));
		const renewed = await hash();
		assert.match(renewed, /^bcrypt_sha256\$\$2b\$05\$/);
		assert.ok(await auth.authenticate(em.fork(), costly, 'Žofie', password));
		assert.equal(await hash(), renewed);
	});
});
