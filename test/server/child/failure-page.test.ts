import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import {createServer, get} from 'node:http';
import type {AddressInfo} from 'node:net';
import path from 'node:path';
import test from 'node:test';
import {answerWithFailure} from '../../../source/server/child/failure-page.ts';
import {textOf} from '../../support/browser.ts';
import {temporaryFolder} from '../../support/project.ts';

test('only this machine sees why an application does not run', async t => {
	const root = temporaryFolder(t);
	const file = path.join(root, 'urls.ts');
	writeFileSync(file, "const secret = 'canary1';\nconst broken = <b> ;;; =\n");
	const failure = {
		...{message: 'urls.ts:2: <b> password=canary2', hint: 'Mend it.', file, line: 2},
	};
	const server = createServer(answerWithFailure(failure, root)).listen(0, '127.0.0.1');
	t.after(() => server.close());
	await new Promise(resolve => server.once('listening', resolve));
	const {port} = server.address() as AddressInfo;
	const page = (headers: Record<string, string>) =>
		new Promise<string>((resolve, reject) => {
			get({port, headers, agent: false}, response => {
				let text = '';
				response.on('data', chunk => {
					text += chunk;
				});
				response.on('end', () => resolve(text));
			}).on('error', reject);
		});
	const own = await page({host: `localhost:${port}`});
	assert.match(own, /<main>\n<h1>The application does not run/);
	assert.match(
		textOf(own),
		/urls\.ts:2: <b> password=… Mend it\. urls\.ts:2 .*> 2 const broken = <b>/,
	);
	assert.doesNotMatch(own, /canary|<b>/);
	for (const headers of [
		{host: 'evil.example'},
		{host: 'localhost', 'x-forwarded-for': '198.51.100.7'},
	] as Record<string, string>[]) {
		const plain = await page(headers);
		assert.match(plain, /The application does not run/);
		assert.doesNotMatch(plain, /urls\.ts|Mend/);
	}
});
