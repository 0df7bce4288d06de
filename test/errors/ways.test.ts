import assert from 'node:assert/strict';
import test from 'node:test';
import {commands} from '../../source/command-line/commands.ts';
import {portWay, unfinishedWays, ways} from '../../source/errors/ways.ts';

const all = [...Object.values(ways), portWay(8001)];

test('every way has an id of its own and a command that exists', () => {
	assert.equal(new Set(all.map(({id}) => id)).size, all.length);
	for (const {id, command} of all) {
		assert.match(id, /^[a-z]+(?:-[a-z]+)*$/);
		const [program, name] = command.split(' ');
		assert.equal(program, 'quarterdeck');
		assert.ok(commands[name!], command);
	}
});

test('the id of a way to settle an unfinished migration is the option that takes it', () => {
	for (const {id, command} of unfinishedWays) assert.equal(command, `quarterdeck migrate --${id}`);
});

test('gives a free port as a number, too', () => {
	assert.deepEqual(portWay(8001), {
		...{id: 'use-port', command: 'quarterdeck runserver 8001', port: 8001},
	});
});
