import assert from 'node:assert/strict';
import test from 'node:test';
import {columnType, isSameType} from '../../../../source/migrations/hazards/types/column-type.ts';
import {widens} from '../../../../source/migrations/hazards/types/widening.ts';

const mysql = (declared: string) => columnType(declared, 'mariadb');
const postgresql = (declared: string) => columnType(declared, 'postgresql');

/** `a → b; c → d` */
const pairs = (text: string) =>
	text.split(';').map(pair => pair.split('→').map(type => type.trim()) as [string, string]);

test('a type ends where its constraints begin, and keeps its sign, size and characters', () => {
	assert.deepEqual(mysql('DECIMAL(10, 2) UNSIGNED not null default 0'), {
		...{kind: 'decimal', precision: 10, scale: 2, unsigned: true},
		text: 'decimal(10, 2) unsigned',
	});
	assert.deepEqual(mysql("varchar(9) default 'x collate y' collate latin1_bin"), {
		...{kind: 'text', characters: 9, charset: 'latin1', collation: 'latin1_bin'},
		text: 'varchar(9)',
	});
	assert.deepEqual(mysql("enum('it''s', '(b)') not null"), {
		...{kind: 'enum', values: ["it's", '(b)']},
		text: "enum('it''s', '(b)')",
	});
	assert.equal(postgresql('timestamp(3) with time zone').text, 'timestamp(3) with time zone');
	assert.equal(postgresql('varchar(3) collate "C"').text, 'varchar(3)');
	assert.deepEqual(postgresql('text[] not null'), {kind: 'other', text: 'text[]'});
	assert.deepEqual(postgresql('"My Enum"'), {kind: 'other', text: '"My Enum"'});
});

test('two spellings of one type are the same', () => {
	for (const [one, other] of pairs(
		'character varying(20) → varchar(20); int4 → integer; bool → boolean; serial → int; timestamptz(0) → timestamp(0) with time zone; numeric(10,0) → decimal(10); timestamp → timestamp(6) without time zone',
	)) {
		assert.ok(isSameType(postgresql(one), postgresql(other)), `${one} is ${other}`);
	}
	for (const [one, other] of pairs(
		'int(11) → integer; boolean → tinyint(1); datetime → datetime(0); bigint unsigned → serial; text(300) → text; double → real',
	)) {
		assert.ok(isSameType(mysql(one), mysql(other)), `${one} is ${other}`);
	}
	for (const [one, other] of pairs(
		'int → int unsigned; datetime → datetime(3); datetime → timestamp; varchar(5) → char(5); float → double; uuid → char(36); varbinary(5) → varchar(5); point → polygon; bit(1) → bit(2)',
	)) {
		assert.ok(!isSameType(mysql(one), mysql(other)), `${one} is not ${other}`);
	}
});

const wider =
	"int → bigint; int unsigned → bigint; smallint → float; int → double; bigint → decimal(19); decimal(10,2) → decimal(12,4); float → double; varchar(5) → varchar(9); varchar(9) → text; text → longtext; datetime → datetime(6); time(1) → time(3); tinyblob → blob; varbinary(2) → blob; enum('a') → enum('b','a'); bit(1) → bit(9)";
const narrower =
	"bigint → int; int → int unsigned; int unsigned → int; bigint → double; bigint → decimal(18); decimal(10,4) → decimal(10,2); int → float; decimal(10,2) → decimal(10,4); double → float; varchar(9) → varchar(5); varchar(300) → tinytext; datetime(6) → datetime; datetime → time; varbinary(16) → varbinary(2); enum('a','b') → enum('a'); text → int; double → double(5,2); varchar(5) → char(9); point → geometry; text charset utf8mb4 → text charset latin1";

test('a type is wider where it holds every value of the other', () => {
	for (const [from, to] of pairs(wider)) {
		assert.ok(widens(mysql(from), mysql(to)), `${from} to ${to}`);
	}
	for (const [from, to] of pairs(narrower)) {
		assert.ok(!widens(mysql(from), mysql(to)), `${from} to ${to}`);
	}
	assert.ok(widens(postgresql('numeric(10,2)'), postgresql('numeric')));
	assert.ok(!widens(postgresql('numeric'), postgresql('numeric(10,2)')));
	assert.ok(!widens(postgresql('timestamp'), postgresql('timestamptz')));
	assert.ok(widens(postgresql('varchar'), postgresql('text')));
	assert.ok(!widens(postgresql('text'), postgresql('varchar(9)')));
});
