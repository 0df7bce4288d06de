import assert from 'node:assert/strict';
import test from 'node:test';
import {requestDetails} from '../../../source/server/pages/request-details.ts';
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
