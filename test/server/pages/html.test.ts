import assert from 'node:assert/strict';
import test from 'node:test';
import {escapeHtml, html} from '../../../source/server/pages/html.ts';

test('values are escaped, HTML is not, and undefined and null are empty', () => {
	assert.equal(
		escapeHtml(`<b title="a" class='c'>&`),
		'&lt;b title=&quot;a&quot; class=&#39;c&#39;&gt;&amp;',
	);
	assert.equal(escapeHtml({html: '<b>'}), '<b>');
	assert.equal(escapeHtml(undefined) + escapeHtml(null), '');
	assert.equal(escapeHtml(0) + escapeHtml(false), '0false');
});

test('the items of a list are escaped and joined', () => {
	const items = ['<1>', html`<i>${'<2>'}</i>`];
	assert.equal(html`<p>${items}</p>`.html, '<p>&lt;1&gt;<i>&lt;2&gt;</i></p>');
});
