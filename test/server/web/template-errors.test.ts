import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type TestContext} from 'node:test';
import {startSite} from '../../support/application.ts';
import {textOf, Visitor} from '../../support/browser.ts';

const views = `export async function home(context: any) {
	await context.render(context.query.template, {book: {title: 'Emma'}});
}`;

/** @returns what the page says after these templates are written */
async function siteOf(t: TestContext) {
	const site = await startSite(t, {views});
	const pageOf = async (files: Record<string, string>) => {
		for (const [name, text] of Object.entries(files)) {
			const file = path.join(site.project.root, 'templates', name);
			mkdirSync(path.dirname(file), {recursive: true});
			writeFileSync(file, text);
		}
		const [first] = Object.keys(files);
		return textOf((await new Visitor(site.url).get(`/account/?template=${first}`)).body);
	};
	return {pageOf, log: site.log};
}

test('an error in a template is shown at its line, also after the template is edited', async t => {
	const {pageOf, log} = await siteOf(t);
	const page =
		'<h1>\n<% // a comment %>\n<%\n\tconst {author} = it.book;\n%>\n<%= author.name %>\n';
	assert.match(
		await pageOf({'page.html': page}),
		/reading 'name'.*templates\/page\.html:6 .*> 6 <%= author\.name %>.*accounts\/views\.ts:2/s,
	);
	assert.match(
		log(),
		/at \S+ \(templates\/page\.html:6:\d+\)\n(.*\n)*.* {4}> +6 {2}<%= author\.name %>/,
	);
	assert.match(
		await pageOf({'page.html': `\n\n${page}`}),
		/templates\/page\.html:8 .*> 8 <%= author/s,
	);
	const block = '<%\n\n\tlet a = 1;\n\tit.none.a;\n%>';
	assert.match(await pageOf({'page.html': block}), /page\.html:4 .*> 4 it\.none\.a/s);
});

test('an error in a partial or a layout is shown there and where it is included', async t => {
	const {pageOf} = await siteOf(t);
	assert.match(
		await pageOf({
			'page.html': "<p>\n<%~ include('part.html') %>",
			'part.html': '\n\n<%= it.none.a %>',
		}),
		/templates\/part\.html:3 .*templates\/page\.html:2 /s,
	);
	assert.match(
		await pageOf({'page.html': "<% layout('base.html') %>", 'base.html': '<b>\n<%= it.none.a %>'}),
		/templates\/base\.html:2 /,
	);
	assert.match(
		await pageOf({'page.html': "\n<%~ include('auth/field.html', {errors: undefined}) %>"}),
		/auth\/field\.html:\d+ .*templates\/page\.html:2 /s,
	);
});

test('a syntax error in a template is shown at its line', async t => {
	const {pageOf, log} = await siteOf(t);
	for (const [mistake, line, message] of [
		['<p>\n<% } %>\n', 2, "Unexpected token '}'"],
		['<p>\n<% if (it.book) { %>\n<p>\n', 3, 'Unexpected end of input'],
		['<p>\n\n<%= it.book', 3, 'unclosed tag'],
		['<p>\n<%= "book %>', 2, 'unclosed string'],
		['<p>\n<%= it.book. %>', 2, 'Unexpected token'],
	] as const) {
		const page = await pageOf({'page.html': mistake});
		assert.match(page, new RegExp(`SyntaxError: ${message}.*templates/page\\.html:${line} `, 's'));
		assert.match(log(), new RegExp(`SyntaxError: ${message}.*\\n.*templates/page\\.html:${line}:`));
		assert.doesNotMatch(page + log(), /__eta/);
	}
});

test('a missing template names the folders tried, a near one and the view', async t => {
	const {pageOf, log} = await siteOf(t);
	const all =
		/There is no template pages\.html\. Did you mean page\.html\?.*Looked in templates, .*accounts\/templates/s;
	const page = await pageOf({'page.html': "\n<%~ include('pages.html') %>"});
	assert.match(page, all);
	assert.match(page, /templates\/page\.html:2 .*accounts\/views\.ts:2/s);
	assert.match(log(), all);
});
