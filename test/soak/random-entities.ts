/**
 * Random pairs of sets of entities on a real database: from one to the other, and back.
 *
 *     node --import=tsx test/soak/random-entities.ts --database postgresql --pairs 100 --seed 1
 */
import {parseArgs} from 'node:util';
import {makeLocalDatabase} from '../support/local-databases.ts';
import {pairAtRandom} from '../support/random-entities.ts';
import {inRound} from '../support/round.ts';
import {makeDatabase, servers} from '../support/servers.ts';

const {values} = parseArgs({
	options: {
		database: {type: 'string', default: 'sqlite'},
		pairs: {type: 'string', default: '100'},
		seed: {type: 'string', default: '1'},
	},
});
const server = servers.find(({driver}) => driver === values.database);
let failures = 0;

for (let index = 0; index < Number(values.pairs); index++) {
	try {
		await inRound(async round => {
			const database = server
				? {...server, name: (await makeDatabase(round, server)).name}
				: await makeLocalDatabase(round, values.database as 'sqlite');
			await pairAtRandom(round, database, Number(values.seed) + index);
		});
	} catch (error) {
		failures++;
		console.log(error instanceof Error ? error.message : error);
	}
}
console.log(`${values.database}: ${values.pairs} pairs, ${failures} failed`);
process.exitCode = failures > 0 ? 1 : 0;
