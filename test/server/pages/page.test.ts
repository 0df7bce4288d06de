import assert from 'node:assert/strict';
import test from 'node:test';
import {html} from '../../../source/server/pages/html.ts';
import {answerWithPage, excerptSection, requestTable} from '../../../source/server/pages/page.ts';
import {contextOf} from '../../support/context.ts';

test('a page allows no script and is never cached', () => {
	const context = contextOf();
	answerWithPage(context, 'A <title>', html`<h1>${'<h>'}</h1>`);
	assert.match(context.response.get('Content-Security-Policy'), /default-src 'none'/);
	assert.doesNotMatch(context.response.get('Content-Security-Policy'), /script-src/);
	assert.equal(context.response.get('Cache-Control'), 'no-store');
	assert.match(String(context.body), /<title>A &lt;title&gt;<\/title>.*<h1>&lt;h&gt;<\/h1>/s);
});

test('the request’s address is shown without secrets', () => {
	const {html: text} = requestTable(contextOf({method: 'POST', url: '/reset/?token=abc123secret'}));
	assert.match(text, /POST/);
	assert.doesNotMatch(text, /abc123secret/);
});

test('an excerpt is shown below its file name; without an excerpt there is no section', () => {
	const section = excerptSection({place: 'accounts/views.ts:2', text: '> 2  <b>'});
	assert.match(
		String((section as {html: string}).html),
		/accounts\/views\.ts:2.*&gt; 2 {2}&lt;b&gt;/s,
	);
	assert.ok(!excerptSection(undefined));
});
