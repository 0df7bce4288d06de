import assert from 'node:assert/strict';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {chromium, type Page} from 'playwright-core';
import {startSite, tutorialProject, type Wishes} from '../support/application.ts';
import {quarterdeck} from '../support/command.ts';
import {skipWithout} from '../support/requires.ts';
import {until} from '../support/wait.ts';

const executablePath = '/usr/bin/chromium';
const skip = skipWithout('Chromium', existsSync(executablePath));
const password = 'correct horse battery staple';

async function openSite(t: TestContext, wishes: Wishes): Promise<Page> {
	return openBrowser(t, (await startSite(t, wishes)).url);
}

async function openBrowser(t: TestContext, url: string): Promise<Page> {
	const browser = await chromium.launch({
		executablePath,
		args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
	});
	t.after(() => browser.close());
	return browser.newPage({baseURL: url, viewport: {width: 390, height: 844}});
}

async function logIn(page: Page, typed: string): Promise<void> {
	await page.getByLabel('Username').fill('admin');
	await page.getByLabel('Password').fill(typed);
	await page.getByRole('button', {name: 'Log in'}).click();
}

test('a login ends on the 404 page that lists the routes', {skip}, async t => {
	const page = await openSite(t, {password});
	await page.goto('/accounts/login/');
	await logIn(page, 'wrong');
	assert.match(
		await page.getByRole('alert').innerText(),
		/Please enter a correct username and password\./,
	);
	await logIn(page, password);
	assert.equal(new URL(page.url()).pathname, '/accounts/profile/');
	assert.equal(await page.title(), 'Page not found (404)');
	assert.deepEqual((await page.getByRole('listitem').allInnerTexts()).slice(0, 2), [
		"/account/ [name='home']",
		"/accounts/login/ [name='login']",
	]);
	const width = await page.evaluate('document.documentElement.scrollWidth');
	assert.equal(width, 390);
});

test('loginRedirectUrl leads home, and after logging out the page is no longer shown', {
	skip,
}, async t => {
	const page = await openSite(t, {
		password,
		settings: "loginRedirectUrl: '/account/', logoutRedirectUrl: '/accounts/login/',",
	});
	const problems: string[] = [];
	page.on('console', message => {
		if (/content security policy/i.test(message.text())) problems.push(message.text());
	});
	await page.goto('/account/');
	assert.equal(new URL(page.url()).search, '?next=/account/');
	await page.getByLabel('Username').fill('admin');
	await page.getByLabel('Password').fill(password);
	await page.getByRole('button', {name: 'Log in'}).dblclick();
	await page.getByRole('heading', {name: 'Home of admin'}).waitFor();

	await page.getByRole('link', {name: 'Change your password'}).click();
	await page.getByLabel('Old password').fill(password);
	await page.getByLabel('New password', {exact: true}).fill('a new and better one');
	await page.getByLabel('New password, again').fill('a new and better one');
	await page.getByRole('button', {name: 'Change my password'}).click();
	await page.getByRole('heading', {name: 'Password changed'}).waitFor();

	await page.goto('/account/');
	await page.getByRole('button', {name: 'Log out'}).click();
	await page.getByRole('heading', {name: 'Log in'}).waitFor();
	await page.goto('/account/');
	await page.getByRole('heading', {name: 'Log in'}).waitFor();
	assert.deepEqual(problems, []);
});

test('before migrate, the login names the missing table and the command to run', {
	skip,
}, async t => {
	const page = await openSite(t, {tables: false});
	await page.goto('/accounts/login/');
	await logIn(page, password);
	await page.getByRole('heading', {name: 'No such table: auth_user'}).waitFor();
	await page.getByText('Run quarterdeck migrate').waitFor();
	assert.deepEqual(await page.getByRole('listitem').allInnerTexts(), [
		'auth.0001_initial',
		'sessions.0001_initial',
	]);
});

test('a running server uses loginRedirectUrl once it is saved', {skip}, async t => {
	let root = '';
	// Before the folder is removed: hooks run in the order in which they were given.
	t.after(() => quarterdeck(root, ['stopserver']));
	root = tutorialProject(t);
	await quarterdeck(root, ['migrate', '--noinput']);
	await quarterdeck(root, ['createsuperuser', '--username', 'admin', '--password-stdin'], {
		stdin: `${password}\n`,
	});
	const started = await quarterdeck(root, ['runserver', '127.0.0.1:0', '--detach']);
	const url = /http:\/\/127\.0\.0\.1:\d+/.exec(started.stdout)?.[0];
	assert.ok(url, started.stdout + started.stderr);
	const page = await openBrowser(t, url);
	await page.goto('/accounts/login/');
	await logIn(page, password);
	assert.equal(await page.title(), 'Page not found (404)');

	const settings = path.join(root, 'settings.ts');
	const before = readFileSync(settings, 'utf8');
	writeFileSync(settings, before.replace('secretKey', "loginRedirectUrl: '/account/', secretKey"));
	await until(
		'the login leads home',
		async () => {
			await page.goto('/accounts/login/');
			await logIn(page, password);
			return (await page.title()) === 'Home of admin';
		},
		60_000,
	);
});
