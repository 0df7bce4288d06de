import assert from 'node:assert/strict';
import test, {type TestContext} from 'node:test';
import {chooseLook} from '../../../source/dashboard/drawing/theme.ts';
import {formattedSql} from '../../../source/dashboard/sql/format-sql.ts';

const create =
	"create table `post` (`id` integer not null primary key autoincrement, `title` text not null default 'none');";

chooseLook({colour: false, unicode: true});

function withColours(t: TestContext): void {
	chooseLook({colour: true, unicode: true});
	t.after(() => chooseLook({colour: false, unicode: true}));
}

test('statements are indented, in the words of their database', () => {
	assert.deepEqual(formattedSql([create, 'drop table `old`;'], 'sqlite').rows(60), [
		'create table `post` (',
		'  `id` integer not null primary key autoincrement,',
		"  `title` text not null default 'none'",
		');',
		'drop table `old`;',
	]);
	assert.deepEqual(formattedSql(['DO $$ BEGIN RAISE NOTICE 1; END $$;'], 'postgresql').rows(60), [
		'DO $$ BEGIN RAISE NOTICE 1; END $$;',
	]);
	const update = `update post set title = 'none' where title is null and ${'1 = 1 and '.repeat(3)}1 = 1`;
	for (const driver of ['libsql', 'pglite', 'mysql', 'mariadb'])
		assert.equal(formattedSql([update], driver).rows(60).length, 9, driver);
	const short = 'insert into post values (1)';
	assert.deepEqual(formattedSql([short], 'sqlite').rows(60), [short]);
});

test('what cannot be formatted is shown as it is', () => {
	const broken = `create table \`post\` ('${' '.repeat(60)}x`;
	assert.deepEqual(formattedSql([broken], 'sqlite').rows(90), [broken]);
	assert.deepEqual(formattedSql(['select 1'], 'mssql').rows(60), ['select 1']);
	const long = `insert into post values (${'1, '.repeat(9000)}1);`;
	assert.match(formattedSql([long], 'sqlite').rows(60)[0]!, /^insert into post values \(1, 1,/);
});

test('keywords and literals have a colour; names in any quotes have none', t => {
	withColours(t);
	const [row] = formattedSql(['drop table "user", `b`;'], 'mssql').rows(60);
	assert.equal(row, '\u001B[36mdrop table\u001B[0m "user", `b`;');
	const update = formattedSql(["update x set y = 'z'"], 'mssql').rows(60);
	assert.ok(update[0]!.includes("\u001B[32m'z'\u001B[0m"));
});

test('a wrapped row keeps the indentation and the colours of its line', t => {
	withColours(t);
	const rows = formattedSql([create], 'sqlite').rows(24);
	assert.equal(rows[1], '  `id` \u001B[36minteger\u001B[0m \u001B[36mnot null\u001B[0m');
	assert.match(rows[2]!, /^ {2}\S/);
});

test('control characters in SQL reach no terminal', () => {
	assert.deepEqual(formattedSql(["select '\u001B]0;x\u0007\u009B2J'"], 'mssql').rows(60), [
		"select ''",
	]);
});
