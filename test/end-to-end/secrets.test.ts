import assert from 'node:assert/strict';
import {
	existsSync,
	globSync,
	readdirSync,
	readFileSync,
	readlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {tutorialProject} from '../support/application.ts';
import {Visitor} from '../support/browser.ts';
import {type Outcome, quarterdeck} from '../support/command.ts';
import {converseWithProcess} from '../support/conversation.ts';
import {skipWithout} from '../support/requires.ts';

const first = 'canary-of-ann 4711';
const second = 'canary-of-ann 0815';
const secretKey = 'canary-key-0123456789-0123456789-0123456789';
const skip = skipWithout('/proc', existsSync('/proc/self/environ'));

/** Views that fail in the ways that repeat what they were given. */
const views = `import {currentUser, User} from 'quarterdeck/auth';

export async function home(context) {
	const {em, settings, session, query} = context;
	if (query.how === 'sign') throw new Error('cannot sign with ' + settings.secretKey);
	if (query.how === 'sql') await em.insert(User, {...(await em.findOneOrFail(User, {username: 'ann'})), id: 1, email: settings.secretKey + JSON.stringify(session)});
	if (query.how === 'crash') setTimeout(() => { throw new Error('crashed'); });
	context.body = 'home of ' + (await currentUser(context))?.username;
}
`;

function makeProject(t: TestContext): string {
	const root = tutorialProject(t);
	const settings = path.join(root, 'settings.ts');
	const text = readFileSync(settings, 'utf8');
	writeFileSync(settings, text.replace(/secretKey: '[^']*'/, 'secretKey: process.env.SECRET_KEY!'));
	writeFileSync(path.join(root, '.env'), `SECRET_KEY=${secretKey}\n`);
	writeFileSync(path.join(root, 'accounts/views.ts'), views);
	return root;
}

/** Looks at every process of a project, time and again. @returns arguments and environments seen */
function watchProcesses(root: string): {seen: Set<string>; stop(): void} {
	const seen = new Set<string>();
	const look = () => {
		for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
			try {
				if (!readlinkSync(`/proc/${pid}/cwd`).startsWith(root)) continue;
				for (const file of ['cmdline', 'environ']) {
					seen.add(`${file}: ${readFileSync(`/proc/${pid}/${file}`, 'utf8')}`);
				}
			} catch {
				// It has ended in the meantime.
			}
		}
	};
	const timer = setInterval(look, 15);
	return {seen, stop: () => clearInterval(timer)};
}

test('passwords and the secret key appear nowhere but where they belong', {
	skip,
}, async t => {
	let root = '';
	// Before the folder is removed: hooks run in the order in which they were given.
	t.after(() => quarterdeck(root, ['stopserver']));
	root = makeProject(t);
	const processes = watchProcesses(root);
	t.after(() => processes.stop());
	const shown: string[] = [];
	const run = async (words: string[], stdin?: string): Promise<Outcome> => {
		const outcome = await quarterdeck(root, words, {...(stdin !== undefined && {stdin})});
		shown.push(outcome.stdout, outcome.stderr);
		return outcome;
	};

	await run(['migrate', '--noinput']);
	const form = {username: 'ann', email: '', password: first, passwordAgain: first};
	const messages = [
		{type: 'check', ...form},
		{type: 'create', ...form},
	];
	const lines = messages.map(message => `${JSON.stringify(message)}\n`).join('');
	assert.equal((await run(['createsuperuser', '--form', '--json'], lines)).code, 0);
	assert.equal(
		(await run(['createsuperuser', '--username', 'bob', '--password-stdin'], `${first}\n`)).code,
		0,
	);
	assert.equal((await run(['createsuperuser', `--password=${first}`])).code, 2);
	const terminal = converseWithProcess(t, root, ['changepassword', 'ann']);
	await terminal.answer('Password: ', second);
	await terminal.answer('Password (again): ', second);
	assert.equal(await terminal.end(), 0);
	shown.push(terminal.text());

	const started = await run(['runserver', '127.0.0.1:0', '--detach']);
	const url = /http:\/\/127\.0\.0\.1:\d+/.exec(started.stdout)![0];
	const visitor = new Visitor(url);
	shown.push((await visitor.logIn('ann', `${first}?`)).body);
	const login = await visitor.logIn('ann', second);
	assert.equal(login.status, 302);
	for (const page of [
		'/nowhere',
		'/account/?how=sign',
		'/account/?how=sql',
		'/account/?how=crash',
	]) {
		shown.push((await visitor.get(page)).body);
	}
	assert.ok(shown.some(text => text.includes('cannot sign with …')));
	await run(['status', '--json']);
	await run(['log']);
	await run(['stopserver']);
	processes.stop();

	const written = globSync('.quarterdeck/**/*', {cwd: root, withFileTypes: true})
		.filter(entry => entry.isFile())
		.map(entry => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
	assert.ok(written.some(text => text.includes('UNIQUE constraint failed: auth_user')));
	assert.ok(processes.seen.size > 10 && written.length > 5, 'there is something to search');
	for (const word of ['createsuperuser', 'runner.js', 'child.js']) {
		assert.ok(
			[...processes.seen].some(text => /^cmdline/.test(text) && text.includes(word)),
			word,
		);
	}
	const allowed = (text: string) => text.includes('--password=');
	const everything = [...shown, ...written, ...[...processes.seen].filter(text => !allowed(text))];
	const session = visitor.cookies.get('sessionid')!;
	for (const secret of [first, second, secretKey, session, 'bcrypt_sha256']) {
		for (const text of everything) {
			const place = text.indexOf(secret);
			const around = text.slice(Math.max(0, place - 200), place + 40);
			assert.ok(place < 0, `${secret.slice(0, 12)} stands in: …${around}`);
		}
	}
});
