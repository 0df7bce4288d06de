/**
 * Random changes of entities on a real database; a seed tells the same story again.
 *
 *     node --import=tsx test/soak/random-changes.ts --database mariadb --sequences 100 --steps 5 --seed 1
 */
import {parseArgs} from 'node:util';
import {makeLocalDatabase} from '../support/local-databases.ts';
import {changeAtRandom} from '../support/random-changes.ts';
import {inRound} from '../support/round.ts';
import {makeDatabase, servers} from '../support/servers.ts';

const {values} = parseArgs({
	options: {
		database: {type: 'string', default: 'sqlite'},
		sequences: {type: 'string', default: '100'},
		steps: {type: 'string', default: '5'},
		seed: {type: 'string', default: '1'},
		verbose: {type: 'boolean', default: false},
	},
});
const server = servers.find(({driver}) => driver === values.database);
let failures = 0;

for (let index = 0; index < Number(values.sequences); index++) {
	const seed = Number(values.seed) + index;
	const started = performance.now();
	try {
		await inRound(async round => {
			const database = server
				? {...server, name: (await makeDatabase(round, server)).name}
				: await makeLocalDatabase(round, values.database as 'sqlite');
			await changeAtRandom(round, database, {seed, steps: Number(values.steps)});
		});
		if (values.verbose) console.log(`seed ${seed}: ${Math.round(performance.now() - started)} ms`);
	} catch (error) {
		failures++;
		console.log(error instanceof Error ? error.message : error);
	}
}
console.log(`${values.database}: ${values.sequences} sequences, ${failures} failed`);
process.exitCode = failures > 0 ? 1 : 0;
