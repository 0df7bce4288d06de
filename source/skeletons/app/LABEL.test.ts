import assert from 'node:assert/strict';
import {after, beforeEach, test} from 'node:test';
import {createTestClient} from 'quarterdeck';

// Run with: quarterdeck test
const client = await createTestClient();
after(() => client.close());
beforeEach(() => client.reset());

test('the home page of the site answers', async () => {
	const response = await client.get('/');
	assert.equal(response.status, 200);
});
