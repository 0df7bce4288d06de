import assert from 'node:assert/strict';
import test from 'node:test';
import {requestDetails} from '../../../source/server/pages/request-details.ts';
import {textOf} from '../../support/browser.ts';
import {contextOf} from '../../support/context.ts';
import {setVariable} from '../../support/environment.ts';

test('headers and environment are shown without the values of secrets', t => {
	setVariable(t, 'QUARTERDECK_TEST_API_TOKEN', 'token-of-the-test');
	const headers = {cookie: 'session=cookie-of-the-test', 'user-agent': 'a <browser>'};
	const {html} = requestDetails(contextOf({headers}));
	assert.match(html, /a &lt;browser&gt;/);
	assert.match(html, /QUARTERDECK_TEST_API_TOKEN/);
	assert.doesNotMatch(html, /token-of-the-test|cookie-of-the-test/);
});

test('parameters and form fields are shown without the values of secrets', () => {
	const context = contextOf({url: '/books/7/?page=2&token=token-of-the-test'});
	context.params = {id: '7'};
	const body = {author: 'Austen', password: 'word-of-the-test', card: {secret: 'card-of-the-test'}};
	Object.assign(context.request, {body});
	const text = textOf(requestDetails(context).html);
	assert.match(text, /Parameters of the route id ?7 .*Parameters of the query page ?2 token ?… /s);
	assert.match(text, /Form fields author ?Austen password ?… card ?{"secret":"…"}/);
	assert.doesNotMatch(text, /of-the-test/);
});
