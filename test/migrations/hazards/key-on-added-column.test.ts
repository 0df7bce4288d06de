import assert from 'node:assert/strict';
import test from 'node:test';
import {finder} from '../../support/hazards.ts';

/** The codes of what would fail. */
async function failing(...sql: string[]): Promise<string[]> {
	const hazards = await finder('mariadb').find(sql);
	return hazards.filter(({fails}) => fails).map(({code}) => code);
}

const add = (declared: string) => `alter table \`pet\` add \`chip\` ${declared}`;
const unique = 'alter table `pet` add unique `one`(`chip`)';
const key = 'alter table `pet` add constraint `k` foreign key (`chip`) references `empty` (`id`)';

test('on MariaDB the same value in all rows of a new column is not unique, and refers to no row', async () => {
	assert.deepEqual(await failing(add('varchar(9) not null'), unique), ['DL006']);
	assert.deepEqual(await failing(add('int unsigned not null'), key), ['DL019']);
	const [, , hazard] = await finder('mariadb').find([add('int not null'), unique]);
	assert.equal(
		hazard?.warning,
		'chip of pet is to be unique, but the new column has the same value, 0 or an empty text, in 2 rows: it will fail.',
	);
});

test('a new column that is filled, or may be null, does not fail', async () => {
	assert.deepEqual(await failing(add('int null'), unique, key), []);
	assert.deepEqual(await failing(add('int not null default 1'), key), []);
	assert.deepEqual(await failing(add('int not null auto_increment'), unique), []);
	const fill = 'update `pet` set `chip` = `id`';
	assert.deepEqual(await failing(add('int not null'), fill, unique, key), []);
});
